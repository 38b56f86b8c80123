"""PDOK Locatieserver: addresses that we do not have ourselves. It may be slow, broken or away.

`free` finds what was typed out; `suggest` what somebody is still typing, and `lookup` where that
is. Where neither looks like it, the streets that begin the same are suggested, and the most alike
is asked by its real name. All of it together may take as long as one setting says. One failure is
enough to stop asking: whether it works again is then found out beside the questions, with one of
our own.

What was asked is sent there and nowhere else: not to a log, and not into what is remembered, which
is filed under a keyed hash that no other process can make.
"""

import asyncio
import json
import re
from collections import OrderedDict
from collections.abc import Collection, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime, timedelta
from hashlib import blake2b
from secrets import token_bytes
from typing import Annotated, Literal, NamedTuple, Self

from pydantic import BaseModel, Field, TypeAdapter, ValidationError

from app.core.config import Settings
from app.core.geo import Lat, Lon
from app.core.outside import Outside, OutsideError, OutsideRefusedError
from app.geocoding.likeness import likeness
from app.geocoding.names import street_key
from app.geocoding.ranking import wordings

SERVICE = "PDOK Locatieserver"
TYPES = "type:(adres OR weg OR postcode)"
"""Areas are our own: theirs have other borders and no nicknames."""
ROWS = 10
LOOKED_UP = 3
"""Of what is suggested; each is a question of its own, all at once."""
STREETS = "type:weg"
MANY_STREETS = 50
BEGINS_SAME = 4
"""So many first letters of a misspelt street are taken to be right."""
ALIKE = 0.75
LONGEST = 200
"""Of a name, in characters; PDOK's own are shorter."""
LARGEST_BYTES = 262_144
JITTER_S = (0.02, 0.08)
LASTS = timedelta(days=1)
MOST_REMEMBERED = 5_000
MOST_REMEMBERED_BYTES = 4_000_000
OF_OUR_OWN = "Utrecht"
"""What is asked to see whether it works again: not somebody's question."""
_POINT = re.compile(
    r"POINT\((?P<lon>-?[0-9]{1,3}(?:\.[0-9]+)?) (?P<lat>-?[0-9]{1,3}(?:\.[0-9]+)?)\)"
)
_POSTCODE = re.compile(r"[1-9][0-9]{3}[A-Z]{2}")


class PdokPlace(BaseModel):
    """An address, street or postcode as PDOK has it; in degrees WGS84."""

    type: Literal["adres", "weg", "postcode"]
    id: Annotated[str, Field(max_length=100)]
    lon: Lon
    lat: Lat
    street: Annotated[str, Field(min_length=1, max_length=LONGEST)]
    city: Annotated[str, Field(min_length=1, max_length=LONGEST)]
    postcode: str | None = None
    number: Annotated[int, Field(ge=1, le=99_999)] | None = None
    suffix: Annotated[str, Field(max_length=20)] = ""
    """Letter and addition: `A`, `A-2`."""


_REMEMBERED = TypeAdapter(tuple[PdokPlace, ...])


@dataclass(slots=True)
class _Kept:
    content: bytes
    until: datetime


class Answers:
    """What was answered before, for a day: bounded, and without the questions."""

    def __init__(self) -> None:
        self._key = token_bytes(32)
        self._kept: OrderedDict[bytes, _Kept] = OrderedDict()
        self.size_bytes = 0

    def __len__(self) -> int:
        return len(self._kept)

    def recalled(self, question: str, *, now: datetime) -> tuple[PdokPlace, ...] | None:
        """What was answered to this question; None when that is not known (any more)."""
        kept = self._kept.get(self._filed(question))
        if kept is None or kept.until <= now:
            return None
        return _REMEMBERED.validate_json(kept.content)

    def remember(self, question: str, places: tuple[PdokPlace, ...], *, now: datetime) -> None:
        """Keeps an answer, and lets go of the oldest where there is no room."""
        filed = self._filed(question)
        self._forget(filed)
        content = _REMEMBERED.dump_json(places, exclude_defaults=True)
        self._kept[filed] = _Kept(content, now + LASTS)
        self.size_bytes += len(content)
        while len(self._kept) > MOST_REMEMBERED or self.size_bytes > MOST_REMEMBERED_BYTES:
            self._forget(next(iter(self._kept)))

    def _forget(self, filed: bytes) -> None:
        kept = self._kept.pop(filed, None)
        self.size_bytes -= 0 if kept is None else len(kept.content)

    def _filed(self, question: str) -> bytes:
        return blake2b(question.encode(), key=self._key, digest_size=16).digest()


class Locatieserver:
    """Keep one per process: what it remembers and its circuit live in it."""

    def __init__(self, settings: Settings) -> None:
        self._url = settings.pdok_locatieserver_url.rstrip("/")
        self._budget_s = settings.geocode_timeout_s
        self.answers = Answers()
        self._knows_gemeenten = True
        self._looking: asyncio.Task[None] | None = None
        self.outside = Outside(
            SERVICE,
            timeout_s=self._budget_s,
            failures_until_open=1,
            jitter_s=JITTER_S,
            largest_bytes=LARGEST_BYTES,
        )

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(self, *_error: object) -> None:
        await self.close()

    async def close(self) -> None:
        """Lets go of its connections."""
        if self._looking is not None:
            self._looking.cancel()
            with suppress(asyncio.CancelledError):
                await self._looking
        await self.outside.close()

    @property
    def is_on(self) -> bool:
        """Whether there is an address to ask at."""
        return bool(self._url)

    async def places(
        self, question: str, *, gemeente_codes: Collection[str], now: datetime
    ) -> tuple[PdokPlace, ...] | None:
        """The places of these gemeenten (none named: of all) that PDOK finds; None: no answer.

        Takes no longer than `geocode_timeout_s`, and nothing while PDOK keeps failing.
        """
        filed = f"{question}|{','.join(sorted(gemeente_codes))}"
        known = self.answers.recalled(filed, now=now)
        if known is not None:
            return known
        if self.outside.circuit.is_open:
            self._look_again()
            return None
        try:
            async with asyncio.timeout(self._budget_s):
                found = await self._asked(question, gemeente_codes)
        except TimeoutError:
            self.outside.waited_enough()
            return None
        except OutsideError:
            return None
        self.answers.remember(filed, found, now=now)
        return found

    async def _asked(self, question: str, gemeente_codes: Collection[str]) -> tuple[PdokPlace, ...]:
        found = await self._free(question, gemeente_codes)
        if any(_is_meant(place, question) for place in found):
            return found
        ids = await self._suggested(question, gemeente_codes)
        looked_up = await asyncio.gather(*map(self._looked_up, ids))
        suggested = tuple(place for places in looked_up for place in places)
        if any(_is_meant(place, question) for place in suggested):
            return suggested
        corrected = await self._corrected(question, gemeente_codes)
        return await self._free(corrected, gemeente_codes) if corrected else found or suggested

    async def _free(self, question: str, gemeente_codes: Collection[str]) -> tuple[PdokPlace, ...]:
        return await self._within(
            "free", {"q": question, "rows": str(ROWS), "fl": "*"}, gemeente_codes
        )

    async def _within(
        self, service: str, params: dict[str, str], gemeente_codes: Collection[str]
    ) -> tuple[PdokPlace, ...]:
        """Asked of some gemeenten, as long as PDOK takes that filter."""
        if gemeente_codes and self._knows_gemeenten:
            try:
                return await self._places(service, params | {"fq": _filter(gemeente_codes)})
            except OutsideRefusedError:
                self._knows_gemeenten = False
        return await self._places(service, params | {"fq": TYPES})

    async def _places(self, service: str, params: dict[str, str]) -> tuple[PdokPlace, ...]:
        url = f"{self._url}/{service}"
        return await self.outside.answer(url, params=params, read=read_places)

    async def _suggested(self, question: str, gemeente_codes: Collection[str]) -> Sequence[str]:
        within = gemeente_codes if self._knows_gemeenten else ()
        return await self.outside.answer(
            f"{self._url}/suggest",
            params={"q": question, "rows": str(LOOKED_UP), "fq": _filter(within)},
            read=read_ids,
        )

    async def _corrected(self, question: str, gemeente_codes: Collection[str]) -> str | None:
        """The question with the street written as it is called; None when none is like it."""
        words, figures = _words_and_figures(question)
        begins = next((word for word in words.split() if len(word) >= BEGINS_SAME), None)
        if begins is None:
            return None
        within = gemeente_codes if self._knows_gemeenten else ()
        streets = await self.outside.answer(
            f"{self._url}/suggest",
            params={
                "q": begins[:BEGINS_SAME],
                "rows": str(MANY_STREETS),
                "fq": _filter(within, types=STREETS),
            },
            read=read_streets,
        )
        best = max(streets, key=lambda one: _alike(words, one), default=None)
        if best is None or _alike(words, best) < ALIKE:
            return None
        return " ".join([best.name, *figures, best.city])

    async def _looked_up(self, id_: str) -> tuple[PdokPlace, ...]:
        return await self._places("lookup", {"id": id_, "fl": "*"})

    def _look_again(self) -> None:
        """Finds out whether PDOK works again, while nobody waits for it."""
        if self._looking is None or self._looking.done():
            self._looking = asyncio.create_task(self._look())

    async def _look(self) -> None:
        with suppress(OutsideError):
            await self._places("free", {"q": OF_OUR_OWN, "rows": "1", "fl": "*"})


def _filter(gemeente_codes: Collection[str], *, types: str = TYPES) -> str:
    if not gemeente_codes:
        return types
    digits = " OR ".join(sorted(code.removeprefix("GM") for code in gemeente_codes))
    return f"{types} AND gemeentecode:({digits})"


class _Street(NamedTuple):
    name: str
    city: str


def _words_and_figures(question: str) -> tuple[str, list[str]]:
    """The words, written out and folded, and what holds figures."""
    parts = question.split()
    figures = [part for part in parts if any(letter.isdigit() for letter in part)]
    return street_key(" ".join(part for part in parts if part not in figures)), figures


def _alike(words: str, street: _Street) -> float:
    key = street_key(street.name)
    return max(likeness(wording.key, key) for wording in wordings(words, street.city))


def _is_meant(place: PdokPlace, question: str) -> bool:
    words, _ = _words_and_figures(question)
    return not words or _alike(words, _Street(place.street, place.city)) >= ALIKE


def read_ids(answer: bytes) -> Sequence[str]:
    """The ids in an answer of `suggest`. Raises ValueError when that is not what it is."""
    ids = [document.get("id") for document in _documents(answer)]
    return [id_ for id_ in ids if isinstance(id_, str) and id_][:LOOKED_UP]


def read_streets(answer: bytes) -> Sequence[_Street]:
    """The streets in an answer of `suggest`, as they are shown: `Pijpenstraat, Enschede`.

    Raises ValueError when that is not what it is.
    """
    shown = [document.get("weergavenaam") for document in _documents(answer, most=MANY_STREETS)]
    parted = (one.partition(", ") for one in shown if isinstance(one, str))
    return [_Street(name[:LONGEST], city[:LONGEST]) for name, _, city in parted if name]


def read_places(answer: bytes) -> tuple[PdokPlace, ...]:
    """The places in an answer of `free` or `lookup`; what has not their shape is left out.

    Raises ValueError when the whole is not an answer.
    """
    places = (_place(document) for document in _documents(answer))
    return tuple(place for place in places if place is not None)


def _documents(answer: bytes, *, most: int = ROWS) -> list[dict[str, object]]:
    try:
        documents = json.loads(answer)["response"]["docs"]
    except (KeyError, TypeError, RecursionError) as error:
        raise ValueError(f"not an answer of Locatieserver: {type(error).__name__}") from error
    if not isinstance(documents, list):
        raise ValueError("not an answer of Locatieserver: no list")  # noqa: TRY004 - of the data
    return [document for document in documents if isinstance(document, dict)][:most]


def _place(document: dict[str, object]) -> PdokPlace | None:
    point = _POINT.fullmatch(str(document.get("centroide_ll", "")))
    if point is None:
        return None
    postcode = document.get("postcode")
    letter, addition = (document.get(name) or "" for name in ("huisletter", "huisnummertoevoeging"))
    try:
        return PdokPlace.model_validate(
            {
                "type": document.get("type"),
                "id": document.get("id"),
                "lon": point["lon"],
                "lat": point["lat"],
                "street": document.get("straatnaam"),
                "city": document.get("woonplaatsnaam"),
                "postcode": postcode if _POSTCODE.fullmatch(str(postcode)) else None,
                "number": document.get("huisnummer"),
                "suffix": "-".join(str(part) for part in (letter, addition) if part),
            }
        )
    except ValidationError:
        return None
