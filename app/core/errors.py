"""What can go wrong, in words that the domain and the reader understand.

`PROBLEMS` is the one table: every error that leaves the service is a row of it. Domain packages
subclass `ProblemError` where a thing happens and carry their data; `core.http` turns each into
`application/problem+json` (RFC 9457).
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import ClassVar, Literal

SEE_ERRORS = "In 'errors' staat wat u kunt doen."
"""Of an answer in JSON; a terminal has other words for it."""


@dataclass(frozen=True, slots=True)
class Problem:
    """One kind of error: its slug is the last part of the problem's `type`."""

    slug: str
    status: int
    title: str
    meaning: str
    """When this is answered; shown on the page behind `type` and in the documentation."""


PROBLEMS: dict[str, Problem] = {
    problem.slug: problem
    for problem in (
        Problem(
            "invalid-input",
            400,
            "Niet alles klopt",
            f"Een of meer gegevens in de vraag kloppen niet. {SEE_ERRORS}",
        ),
        Problem(
            "not-signed-in",
            401,
            "U bent niet ingelogd",
            "Hiervoor moet u ingelogd zijn.",
        ),
        Problem(
            "not-allowed",
            403,
            "Dit mag u niet",
            "U bent ingelogd, maar uw rol mag dit niet.",
        ),
        Problem(
            "not-found",
            404,
            "Niet gevonden",
            "Dit adres bestaat niet, of wat erachter stond is er niet.",
        ),
        Problem(
            "method-not-allowed",
            405,
            "Dit kan hier niet",
            "Dit adres bestaat, maar kent deze methode niet. In 'Allow' staat welke wel.",
        ),
        Problem(
            "not-acceptable",
            406,
            "Deze vorm is er niet",
            "Wij kunnen niet antwoorden in de vorm die in 'Accept' staat.",
        ),
        Problem(
            "conflict",
            409,
            "Dit botst met iets anders",
            "Wat u vraagt kan nu niet, door de toestand waarin het gegeven is.",
        ),
        Problem(
            "gone",
            410,
            "Bestaat niet meer",
            "Dit heeft bestaan, maar is er niet meer.",
        ),
        Problem(
            "changed-meanwhile",
            412,
            "Iemand anders was u voor",
            "Het gegeven is veranderd nadat u het las. Lees het opnieuw.",
        ),
        Problem(
            "too-large",
            413,
            "Te groot",
            "De inhoud van de vraag is groter dan wij aannemen.",
        ),
        Problem(
            "unsupported-media-type",
            415,
            "Deze vorm kennen wij niet",
            "De inhoud staat in een vorm die wij niet lezen. Gebruik JSON.",
        ),
        Problem(
            "version-required",
            428,
            "Zeg welke versie u las",
            "Voor deze wijziging is de kop 'If-Match' nodig.",
        ),
        Problem(
            "too-many-requests",
            429,
            "Te veel vragen achter elkaar",
            "U stelt te veel vragen in korte tijd. Wacht zo lang als 'Retry-After' zegt.",
        ),
        Problem(
            "internal",
            500,
            "Er ging bij ons iets mis",
            "Dit is een fout van ons. Noem het nummer in 'requestId' als u contact opneemt.",
        ),
        Problem(
            "unavailable",
            503,
            "Even niet bereikbaar",
            "De dienst is te druk of start opnieuw. Probeer het na 'Retry-After' nog eens.",
        ),
    )
}

Where = Literal["query", "path", "header", "body"]


@dataclass(frozen=True, slots=True)
class Fault:
    """One thing that is wrong with the input.

    `name` is the parameter's name, or a JSON pointer into the body (`/schedules/0/startTime`).
    """

    where: Where
    name: str
    code: str
    message: str


class ProblemError(Exception):
    """Base of every error that the reader may see; `slug` names its row in `PROBLEMS`."""

    slug: ClassVar[str]

    def __init__(self, detail: str, *, faults: Sequence[Fault] = ()) -> None:
        """`detail` is one plain Dutch sentence that says what to do."""
        super().__init__(detail)
        self.detail = detail
        self.faults = tuple(faults)

    @property
    def problem(self) -> Problem:
        return PROBLEMS[self.slug]


class InvalidInputError(ProblemError):
    """The input has faults; all of them are named at once."""

    slug = "invalid-input"

    def __init__(self, faults: Sequence[Fault], detail: str | None = None) -> None:
        faults = list(dict.fromkeys(faults))  # a value that is given twice is wrong once
        if detail is None and len(faults) == 1:
            only = faults[0]
            detail = f"{only.name}: {only.message}" if only.name else only.message
        elif detail is None:
            detail = f"Er kloppen {len(faults)} dingen niet. {SEE_ERRORS}"
        super().__init__(detail, faults=faults)


class NotFoundError(ProblemError):
    slug = "not-found"


class ConflictError(ProblemError):
    slug = "conflict"


class GoneError(ProblemError):
    """It was here and is not any more; `successors` are the ids or codes to look at instead."""

    slug = "gone"

    def __init__(self, detail: str, *, successors: Sequence[str] = ()) -> None:
        super().__init__(detail)
        self.successors = tuple(successors)


class ChangedMeanwhileError(ProblemError):
    slug = "changed-meanwhile"


class UnavailableError(ProblemError):
    """Too busy, or the database is away; `retry_after_s` is a hint to the client."""

    slug = "unavailable"

    def __init__(self, detail: str, *, retry_after_s: int = 2) -> None:
        super().__init__(detail)
        self.retry_after_s = retry_after_s


class MovedError(Exception):
    """The thing lives at another address of ours now: answered with 308."""

    def __init__(self, path: str) -> None:
        super().__init__(path)
        self.path = path
