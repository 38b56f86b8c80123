"""A file that says what became of old area codes: `old_code,new_code`."""

import csv
import io
from collections.abc import Collection
from pathlib import Path

from app.areas.rules import CBS_CODES, Succession
from app.core.errors import Fault, InvalidInputError

COLUMNS = ["old_code", "new_code"]


def read_successions(path: Path) -> frozenset[Succession]:
    """The rows of the file.

    Raises InvalidInputError with every fault: unreadable, other columns, not two codes of one
    level, a code that ends up at itself.
    """
    try:
        text = path.read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        message = f"{path.name} is niet te lezen. Geef een CSV-bestand in UTF-8."
        raise InvalidInputError([Fault("body", path.name, "unreadable", message)]) from error
    rows = csv.DictReader(io.StringIO(text))
    if rows.fieldnames != COLUMNS:
        message = f"{path.name} moet de kolommen old_code en new_code hebben."
        raise InvalidInputError([Fault("body", path.name, "columns", message)])
    faults: list[Fault] = []
    found: set[Succession] = set()
    for row in rows:
        old_code = (row["old_code"] or "").strip().upper()
        new_code = (row["new_code"] or "").strip().upper()
        if old_code == new_code or not _are_of_one_level(old_code, new_code):
            place = f"{path.name}, regel {rows.line_num}"
            message = f"Zet op regel {rows.line_num} twee verschillende codes van dezelfde soort."
            faults.append(Fault("body", place, "codes", message))
        else:
            found.add(Succession(old_code, new_code))
    faults += [
        Fault("body", path.name, "circle", f"{code} wordt in dit bestand uiteindelijk zichzelf.")
        for code in _in_circles(found)
    ]
    if faults:
        raise InvalidInputError(faults)
    return frozenset(found)


def _are_of_one_level(old_code: str, new_code: str) -> bool:
    return any(
        pattern.fullmatch(old_code) and pattern.fullmatch(new_code)
        for pattern in CBS_CODES.values()
    )


def _in_circles(successions: Collection[Succession]) -> list[str]:
    new_codes: dict[str, set[str]] = {}
    for succession in successions:
        new_codes.setdefault(succession.old_code, set()).add(succession.new_code)
    circular = []
    for start in sorted(new_codes):
        reached: set[str] = set()
        queue = list(new_codes[start])
        while queue:
            code = queue.pop()
            if code not in reached:
                reached.add(code)
                queue += new_codes.get(code, ())
        if start in reached:
            circular.append(start)
    return circular
