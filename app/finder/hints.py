"""Nothing found: what would give something? Every hint has been counted."""

from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from typing import Any

import asyncpg

from app.core.sql import Question, sql_file
from app.finder.asking import Asker, Asking, Values, asking
from app.finder.filters import EntryQuestion, FinderFilters
from app.finder.readings import (
    FILTERS,
    Reading,
    asked_with,
    reading_of,
    words_without,
)
from app.finder.rules import WIDER_RADII_M

_NEAREST = Question(__file__, "nearest")
_AREA_NAMES = sql_file(__file__, "area_names")

MANY = 1000
MOST_PHRASES = 4

Hint = dict[str, Any]
Count = Callable[[asyncpg.Connection, Values], Awaitable[int]]

# What can be left out, together: the members, the values, and what people call it.
_FILTERS: tuple[tuple[tuple[str, ...], tuple[str, ...], str], ...] = (
    (("kind",), ("kind", "kinds"), "de keuze van soort"),
    (("theme",), ("themes",), "de keuze van onderwerp"),
    (("audience",), ("audiences",), "de keuze van groep"),
    (("language",), ("languages",), "de keuze van taal"),
    (("free",), ("free",), "'gratis'"),
    (("wheelchair",), ("wheelchair",), "'met rolstoel'"),
    (("voorliggend",), ("voorliggend",), "'zonder indicatie'"),
    (("walk_in",), ("walk_in",), "'zo binnenlopen'"),
    (("age",), ("age",), "de leeftijd"),
    (
        ("day", "part", "from_", "to"),
        ("some_time", "from_at", "to_at", "days", "hours"),
        "de keuze van dag en tijd",
    ),
    (("open_spots",), ("open_spots",), "'er is plek'"),
)


async def proposals_for(
    asker: Asker, question: EntryQuestion, *, reading: Reading[Any], asked: Asking, count: Count
) -> list[Hint]:
    """The words that find what comes near, for who meant those; none when no words do."""
    if reading.words is None:
        return []
    found = await _enough(asker, asked.values, count=count)
    query = asked_with(question, reading.words)
    if reading.is_respelled:
        return [_hint("synonym", f"Bedoelde u '{reading.words}'?", found, query)]
    text = f"{_many(found)} gevonden met alleen '{reading.words}'"
    return [_hint("without_filter", text, found, query)]


async def hints_for(
    asker: Asker,
    filters: FinderFilters,
    *,
    reading: Reading[FinderFilters],
    asked: Asking,
    count: Count,
) -> list[Hint]:
    """Suggestions, each with what it would find: wider, elsewhere, with less, or the Wijkwijzer.

    Two statements for each filter that was used, typed ones too, and four at most beside those.
    """
    hints = [
        hint
        async for hint in _counted_hints(asker, filters, reading=reading, asked=asked, count=count)
        if hint["count"] > 0
    ]
    return [*hints, *await _wijkwijzer(asker, filters, count=count)]


async def _counted_hints(
    asker: Asker,
    filters: FinderFilters,
    *,
    reading: Reading[FinderFilters],
    asked: Asking,
    count: Count,
) -> AsyncIterator[Hint]:
    wider = await _wider_radius_m(asker, filters, asked)
    if wider is not None:
        found = await _enough(asker, asked.values | {"radius_m": wider}, count=count)
        text = f"{_many(found)} gevonden binnen {_distance_text(wider)}"
        yield _hint("wider_radius", text, found, filters.model_copy(update={"radius": wider}))
    if reading.question.area and asked.scopes:
        elsewhere = sorted(asked.scopes)
        if set(elsewhere) != set(reading.question.area):
            wide = filters.model_copy(update={"area": elsewhere})
            found = await _enough(asker, await _values_of(asker, wide), count=count)
            names = await asker.connection.fetch(_AREA_NAMES, elsewhere)
            text = f"{_many(found)} gevonden in heel {' en '.join(row['name'] for row in names)}"
            yield _hint("area", text, found, wide)
    async for hint in _with_fewer_words(asker, filters, reading, count=count):
        yield hint
    for members, values, name in _used(filters):
        fewer = {key: value for key, value in asked.values.items() if key not in values}
        found = await _enough(asker, fewer, count=count)
        text = f"{_many(found)} gevonden zonder {name}"
        query = filters.model_copy(update={member: _default(member) for member in members})
        yield _hint("without_filter", text, found, query)


async def _with_fewer_words(
    asker: Asker, filters: FinderFilters, reading: Reading[FinderFilters], *, count: Count
) -> AsyncIterator[Hint]:
    """Without what was typed; and if some of it was taken for a filter, without that alone."""
    if reading.asked is None:
        return
    narrowing = [one for one in reading.understood if one.need.name in FILTERS]
    for told in narrowing[:MOST_PHRASES]:
        query = asked_with(filters, words_without(reading.asked.typed, [told]))
        if query.q is None:
            continue  # the same as without all words
        found = await _enough(asker, await _values_of(asker, query), count=count)
        text = f"{_many(found)} gevonden zonder '{told.phrase}'"
        yield _hint("without_filter", text, found, query)
    query = asked_with(filters, None)
    found = await _enough(asker, await _values_of(asker, query), count=count)
    yield _hint("without_filter", f"{_many(found)} gevonden zonder deze woorden", found, query)


async def _values_of(asker: Asker, question: FinderFilters) -> Values:
    """The values of a question as it reads exactly."""
    reading = await reading_of(asker, question)
    return (await asking(asker, reading.question, needs=reading.needs)).values


async def _enough(asker: Asker, values: Values, *, count: Count) -> int:
    """How many there would be; whoever found nothing need not know of more than a thousand."""
    return await count(asker.connection, values | {"at_most": MANY})


def _many(found: int) -> str:
    return f"{found} of meer" if found == MANY else str(found)


def _used(filters: FinderFilters) -> Iterator[tuple[tuple[str, ...], tuple[str, ...], str]]:
    for members, values, name in _FILTERS:
        if any(getattr(filters, member) != _default(member) for member in members):
            yield members, values, name


def _default(member: str) -> Any:
    return FinderFilters.model_fields[member].get_default(call_default_factory=True)


async def _wider_radius_m(asker: Asker, filters: FinderFilters, asked: Asking) -> int | None:
    """The first round radius within which there is something."""
    if filters.radius is None:
        return None
    everywhere = {key: value for key, value in asked.values.items() if key != "radius_m"}
    nearest_m = (await _NEAREST.row(asker.connection, everywhere))["distance_m"]
    if nearest_m is None:
        return None
    return next((radius for radius in WIDER_RADII_M if radius >= nearest_m), None)


async def _wijkwijzer(asker: Asker, filters: FinderFilters, *, count: Count) -> list[Hint]:
    """Where somebody helps to look further; always, unless it is what was looked for."""
    if filters.kind == ["wijkwijzer"]:
        return []
    place = {"lat": filters.lat, "lon": filters.lon, "area": filters.area}
    desks = FinderFilters(**place, kind=["wijkwijzer"])
    found = await _enough(asker, (await asking(asker, desks)).values, count=count)
    if found == 0 and filters.area:
        desks = desks.model_copy(update={"area": []})
        found = await _enough(asker, (await asking(asker, desks)).values, count=count)
    if found == 0:
        return []
    hint = {"type": "wijkwijzer", "text": "Vraag het aan de Wijkwijzer: die zoekt met u mee."}
    return [hint | {"count": found, "query": _as_query(desks)}]


def _hint(what: str, text: str, count: int, query: EntryQuestion) -> Hint:
    return {"type": what, "text": text, "count": count, "query": _as_query(query)}


def _as_query(filters: EntryQuestion) -> dict[str, Any]:
    return filters.model_dump(mode="json", by_alias=True, exclude_defaults=True)


def _distance_text(metres: int) -> str:
    return f"{metres // 1000} kilometer" if metres >= 1000 else f"{metres} meter"  # noqa: PLR2004
