"""What an import did or would do, for the person who started it."""

from collections.abc import Iterator
from dataclasses import dataclass

from app.ingest.spreadsheet.sheets import CellFault
from app.ingest.spreadsheet.store import Kept

MOST_LINES = 500
"""More faults than this are counted, not printed."""


@dataclass(frozen=True, slots=True)
class Missing:
    """An offering of this source that is not in the file any more."""

    external_id: str
    title: str
    is_archived: bool


@dataclass(frozen=True, slots=True)
class ImportReport:
    """The outcome of an import; of a check it is what an import would do."""

    file_name: str
    line_count: int
    is_stored: bool
    """Whether anything was stored; False for a check and for a file with faults."""
    new: int
    changed: int
    same: int
    bad: int
    kept: tuple[Kept, ...]
    faults: tuple[CellFault, ...]
    notes: tuple[str, ...]
    missing: tuple[Missing, ...]
    new_organizations: int
    new_places: int

    @property
    def is_good(self) -> bool:
        """Whether every cell is right."""
        return not self.faults


def report_lines(report: ImportReport, *, most: int = MOST_LINES) -> Iterator[str]:
    """The report in plain Dutch, line by line."""
    yield f"{report.file_name}: {_count(report.line_count, 'regel', 'regels')} met aanbod."
    if report.is_stored:
        yield "Opgeslagen:"
    elif report.faults:
        yield "Er is niets opgeslagen. Zonder de fouten zou dit gebeuren:"
    else:
        yield "Dit was alleen een controle. Er is niets opgeslagen. Dit zou er gebeuren:"
    yield (
        f"  {report.new} nieuw, {report.changed} gewijzigd, {report.same} hetzelfde, "
        f"{report.bad} niet goed"
    )
    yield (
        f"  {_count(report.new_organizations, 'nieuwe organisatie', 'nieuwe organisaties')}, "
        f"{_count(report.new_places, 'nieuwe plek', 'nieuwe plekken')}"
    )
    for kept in report.kept[:most]:
        columns = ", ".join(kept.columns)
        yield f"  Regel {kept.line}: wat een redacteur schreef blijft staan ({columns})."
    for note in report.notes[:most]:
        yield f"  {note}"
    yield from _missing(report, most)
    yield from _faults(report, most)


def _faults(report: ImportReport, most: int) -> Iterator[str]:
    if not report.faults:
        return
    yield f"Niet goed ({_count(len(report.faults), 'fout', 'fouten')}):"
    for fault in report.faults[:most]:
        yield f"  {fault}"
    if len(report.faults) > most:
        yield f"  … en nog {len(report.faults) - most}."


def _missing(report: ImportReport, most: int) -> Iterator[str]:
    if not report.missing:
        return
    yield f"Niet meer in het bestand ({len(report.missing)}):"
    for missing in report.missing[:most]:
        what = "nu in het archief" if missing.is_archived else "staat nog op de kaart"
        yield f"  {missing.external_id} {missing.title}: {what}"


def _count(count: int, one: str, many: str) -> str:
    return f"{count} {one if count == 1 else many}"
