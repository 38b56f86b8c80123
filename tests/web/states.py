"""Every page in every state that a reader can get it into, by name, on the catalogue."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Literal

import httpx

from app.web.addresses import LANGUAGES, PAGES, Language, address
from tests.factories import PATHMOS
from tests.web.parsed import Document, parsed

Keeps = Literal["to compare", "nowhere"]
Form = Mapping[str, str]
KINDS = ("activiteit", "inloop", "dagbesteding", "mantelzorgsteun", "wijkwijzer", "cursus")
NOBODY_HAS = "01a200e4-3224-7666-b44e-7a1cbee4c538"


@dataclass(frozen=True, slots=True)
class Catalogue:
    """What is there to look at: ids by what they are examples of."""

    entries: Mapping[str, str]
    """One of each kind; `discreet`: about money."""
    place: str
    session: str
    """When the first of the entries is next, as a calendar address says it."""


@dataclass(frozen=True, slots=True)
class State:
    """A page as somebody asks for it."""

    page: str
    values: Callable[[Catalogue], Mapping[str, str]] = lambda _catalogue: {}
    query: Sequence[tuple[str, str]] = ()
    form: Form | None = None
    """What is posted, when it is."""
    status: int = 200
    keeps: Keeps = "to compare"
    is_found: bool = True
    """Whether search engines may list it."""

    def url(self, catalogue: Catalogue, language: Language) -> str:
        return address(self.page, language, self.query, **self.values(catalogue))


def _of(kind: str) -> Callable[[Catalogue], Mapping[str, str]]:
    return lambda catalogue: {"id": catalogue.entries[kind]}


def _in(code: str) -> Callable[[Catalogue], Mapping[str, str]]:
    return lambda _catalogue: {"code": code}


def _asked(*query: tuple[str, str]) -> State:
    return State("results", query=query, is_found={name for name, _ in query} <= {"area", "choice"})


def _posted(**form: str) -> State:
    return State("results", form=form, keeps="nowhere", is_found=False)


STATES: Mapping[str, State] = {
    "start": State("start"),
    "results: nothing asked": _asked(),
    "results: coffee": _asked(("q", "koffie")),
    "results: a choice": _asked(("choice", "bewegen"), ("area", PATHMOS)),
    "results: everything chosen": _asked(
        ("choice", "koffie"), ("area", PATHMOS), ("free", "true"), ("walkIn", "true")
    ),
    "results: a whole gemeente": _asked(("area", "GM0153")),
    "results: nothing found": _asked(("q", "zeppelinvaren"), ("area", PATHMOS)),
    "results: wrong values": _asked(("radius", "ver"), ("day", "ooit"), ("age", "-1"), ("x", "y")),
    "results: a position": _posted(lat="52.2116", lon="6.8757", choice="koffie"),
    "results: a place that nobody knows": _posted(where="Atlantis 12"),
    "results: danger": _posted(q="mijn man slaat mij"),
    "buurt": State("buurt", _in(PATHMOS)),
    "buurt: a wijk": State("buurt", _in("WK015302")),
    "buurt: a gemeente": State("buurt", _in("GM0153")),
    "buurt: as residents say it": State("buurt", _in("PA0153-wesselerbrink")),
    "buurt: to keep": State("buurt_to_keep", _in(PATHMOS), is_found=False),
    "paper": State("paper", _in(PATHMOS), is_found=False),
    "paper: for the elderly": State("paper", _in(PATHMOS), [("voor", "ouderen")], is_found=False),
    "place": State("place", lambda catalogue: {"id": catalogue.place}),
    "entry: discreet": State("entry", _of("discreet"), keeps="nowhere", is_found=False),
    **{f"entry: {kind}": State("entry", _of(kind)) for kind in KINDS},
    **{name: State(name) for name in ("mantelzorg", "young_carers", "wijkwijzer")},
    **{name: State(name) for name in ("about", "privacy", "accessibility", "api", "problems")},
    **{name: State(name, is_found=False) for name in ("saved", "offline")},
    "problem": State("problem", lambda _catalogue: {"slug": "invalid-input"}),
    "refused: no such entry": State(
        "entry", lambda _: {"id": NOBODY_HAS}, status=404, keeps="nowhere", is_found=False
    ),
    "refused: no id": State(
        "entry", lambda _: {"id": "koffie"}, status=404, keeps="nowhere", is_found=False
    ),
    "refused: no such buurt": State(
        "buurt", _in("BU99999999"), status=404, keeps="nowhere", is_found=False
    ),
    "refused: no such problem": State(
        "problem", lambda _: {"slug": "pech"}, status=404, keeps="nowhere", is_found=False
    ),
}
FILES = frozenset({"paper_pdf", "entry_calendar", "session_calendar"})
"""Pages by address that are files to a reader."""


def forgotten() -> set[str]:
    """Pages without a state here."""
    return set(PAGES) - FILES - {state.page for state in STATES.values()}


@dataclass(slots=True)
class Seen:
    """The answers to the states, each asked once."""

    client: httpx.AsyncClient
    catalogue: Catalogue
    _answers: dict[tuple[str, Language], httpx.Response] = field(default_factory=dict)
    _documents: dict[tuple[str, Language], Document] = field(default_factory=dict)

    async def answer(self, name: str, language: Language) -> httpx.Response:
        """What somebody gets who asks for it in a browser."""
        if (name, language) not in self._answers:
            state = STATES[name]
            url = state.url(self.catalogue, language)
            self._answers[name, language] = (
                await self.client.get(url)
                if state.form is None
                else await self.client.post(url, data=dict(state.form))
            )
        return self._answers[name, language]

    async def document(self, name: str, language: Language) -> Document:
        """The same as a browser reads it."""
        if (name, language) not in self._documents:
            answer = await self.answer(name, language)
            self._documents[name, language] = parsed(answer.text)
        return self._documents[name, language]

    async def all(self) -> Mapping[tuple[str, Language], httpx.Response]:
        """Every state in every language."""
        return {
            (name, language): await self.answer(name, language)
            for name in STATES
            for language in LANGUAGES
        }


async def catalogue_of(client: httpx.AsyncClient) -> Catalogue:
    """Examples out of the catalogue, as the interface lists it."""

    async def listed(path: str) -> list[dict[str, Any]]:
        answer = await client.get(f"/v1/{path}", headers={"Accept": "application/json"})
        items: list[dict[str, Any]] = answer.json()["items"]
        return items

    discreet = {
        term["code"]
        for vocabulary in await listed("vocabularies")
        if vocabulary["name"] in {"theme", "audience"}
        for term in vocabulary["terms"]
        if term["sensitivity"] not in {None, "open"}
    }

    def is_discreet(card: dict[str, Any]) -> bool:
        codes = {*card["themes"], *(audience["code"] for audience in card["audiences"])}
        return bool(codes & discreet)

    examples = {}
    for kind in KINDS:
        cards = await listed(f"offerings?limit=100&kind={kind}&sort=next")
        examples[kind] = next(card for card in cards if not is_discreet(card))
    [about_money] = await listed("offerings?limit=1&theme=geld")
    [place] = await listed(f"places?limit=1&area={PATHMOS}")
    begin = examples["activiteit"]["next"]["startsAt"].replace("-", "").replace(":", "")
    ids = {kind: card["id"] for kind, card in examples.items()}
    return Catalogue({**ids, "discreet": about_money["id"]}, place["id"], begin)
