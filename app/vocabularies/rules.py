"""Is this one of the choices, and if not, which one was meant?"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from difflib import get_close_matches

from app.core.errors import Fault


@dataclass(frozen=True, slots=True)
class Choice:
    """A code that somebody filled in: from which vocabulary, and where it stood."""

    vocabulary: str
    code: str
    pointer: str
    """JSON pointer into the document, such as `/themes/0`."""


def unknown_choices(
    choices: Iterable[Choice], *, known: Mapping[str, Iterable[str]]
) -> list[Fault]:
    """A fault for each choice that its vocabulary does not hold, with the nearest that it does."""
    faults = []
    for choice in choices:
        codes = sorted(known.get(choice.vocabulary, ()))
        if choice.code in codes:
            continue
        faults.append(
            Fault(
                "body",
                choice.pointer,
                "unknown-code",
                f"'{choice.code}' staat niet in de lijst. {near_choice(choice.code, codes)}",
            )
        )
    return faults


def near_choice(code: str, codes: Iterable[str]) -> str:
    """What to choose instead of a code that is not in the list, as a sentence."""
    known = sorted(codes)
    near = get_close_matches(code, known, n=1)
    return f"Bedoelt u '{near[0]}'?" if near else f"Kies uit: {', '.join(known)}."
