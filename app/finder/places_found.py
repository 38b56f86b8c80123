"""Which places there are, whether they are open, and what goes on there."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from uuid import UUID

import asyncpg

from app.core.errors import Fault, GoneError, MovedError, NotFoundError
from app.core.sql import Question, sql_file
from app.finder.asking import Asker, Asking, Found, Values, asking_where
from app.finder.minutes import door_values, minute_of, minute_since, rests_a_minute
from app.finder.page_questions import PlaceFilters
from app.finder.pages import PageFacts, SortKey, Turn, page_of, question_hash, turn_of, written
from app.finder.terms import unknown_terms
from app.places.opening import HORIZON
from app.schedule.sentences import date_text

PLACES_PATH = "/v1/places"
MOST_OFFERINGS, MOST_IN_A_LIST = 100, 20

_PLACES = Question(__file__, "places")
_COUNTED = Question(__file__, "places_counted")
_PLACE = Question(__file__, "place_in_full")
_FATE = Question(__file__, "place_fate")
_KINDS = sql_file(__file__, "place_kinds")

# What is asked of the place itself, and not of what goes on there.
_OF_THE_PLACE = ("buurten", "touching", "min_", "max_")


async def places_found(
    asker: Asker,
    filters: PlaceFilters,
    *,
    as_geojson: bool,
    next_url: Callable[[str], str | None],
) -> Found:
    """A page of places as JSON (PlacePage), or as GeoJSON (PlaceCollection).

    Nearest first with a point, else by name. Raises InvalidInputError with all faults that only
    our data can tell.
    """
    faults: list[Fault] = []
    order = "name" if filters.point is None else "metres"
    question = question_hash(filters.without_page(), order=order)
    keys = (frozenset({order}),)
    turn = turn_of(asker, filters.cursor, question=question, keys=keys, faults=faults)
    asker = replace(asker, now=turn.now)
    faults += _faults_of_moment(asker, filters)
    faults += await _unknown_kinds(asker, filters.kind)
    asked = await asking_where(asker, filters, faults=faults)
    values, opens = _values(asker, asked, filters), _opens(filters)
    row = await _PLACES.row(
        asker.connection,
        values | _after(turn) | {"limit": filters.limit, "most_offerings": MOST_IN_A_LIST},
        also=opens | {"geojson"} if as_geojson else opens,
    )
    cursor = None
    if row["has_more"]:
        at = minute_since(asker.now, row["ticked_at"])
        cursor = written(_last(row, order), question=question, at=at)
    total = None
    if filters.count:
        total = (await _COUNTED.row(asker.connection, values, also=opens))["total"]
    facts = PageFacts(
        next=None if cursor is None else next_url(cursor), next_cursor=cursor, total=total
    )
    content = page_of(row["items"], facts, as_geojson=as_geojson)
    return Found(content, None, rests_a_minute(asker.now, row["ticks_at"]))


async def place_in_full(asker: Asker, *, place_id: UUID) -> Found:
    """One place (Place).

    Raises MovedError when it was merged into another; GoneError when it was there for everybody
    and is not any more; NotFoundError otherwise, with nothing to tell why.
    """
    values = asker.clock_values() | door_values(asker.settings, now=asker.now)
    row = await _PLACE.row(
        asker.connection, values | {"id": place_id, "most_offerings": MOST_OFFERINGS}
    )
    if row is None:
        raise await _fate(asker, place_id)
    # Of every gemeente: what goes on here may belong to another.
    return Found(row["place"].encode(), None, rests_a_minute(asker.now, row["ticks_at"]))


async def _fate(asker: Asker, place_id: UUID) -> Exception:
    row = await _FATE.row(asker.connection, {"id": place_id})
    if row is not None and row["moved_to"] is not None:
        return MovedError(f"{PLACES_PATH}/{row['moved_to']}")
    if row is not None and row["was_there"]:
        return GoneError("Deze plek staat niet meer op de kaart. Zoek verder bij /v1/places.")
    return NotFoundError("Deze plek kennen wij niet. Zoek haar bij /v1/places.")


def _faults_of_moment(asker: Asker, filters: PlaceFilters) -> list[Fault]:
    asked_at = filters.open_at
    if asked_at is None:
        return []
    if asked_at < minute_of(asker.now):
        return [asker.fault("openAt", "past", "Dit moment is al voorbij. Kies een later moment.")]
    if asked_at > asker.now + HORIZON:
        last = date_text(asker.today + HORIZON)
        message = f"Wij weten de openingstijden tot en met {last}. Kies een eerder moment."
        return [asker.fault("openAt", "beyond-horizon", message)]
    return []


async def _unknown_kinds(asker: Asker, kinds: Sequence[str]) -> list[Fault]:
    if not kinds:
        return []
    known = dict(await asker.connection.fetch(_KINDS))
    return unknown_terms({"kind": kinds}, {"kind": known}, where=asker.where)


def _values(asker: Asker, asked: Asking, filters: PlaceFilters) -> Values:
    values = {
        f"its_{name}" if name.startswith(_OF_THE_PLACE) else name: value
        for name, value in asked.values.items()
    }
    return (
        values
        | door_values(asker.settings, now=asker.now)
        | {"place_kinds": filters.kind or None, "open_at": filters.open_at}
    )


def _opens(filters: PlaceFilters) -> set[str]:
    """The lines of the statement about open doors that this question needs."""
    if filters.open_now:
        return {"opens", "open_now"}
    return {"opens"} if filters.open_at else set()


def _after(turn: Turn) -> Values:
    if turn.after is None:
        return {}
    key = turn.after
    return {"after_id": key.id, "after_m": key.metres, "after_name": key.name}


def _last(row: asyncpg.Record, order: str) -> SortKey:
    """The sort key of the last place on the page."""
    if order == "metres":
        return SortKey(id=UUID(row["last_id"]), metres=row["last_m"])
    return SortKey(id=UUID(row["last_id"]), name=row["last_name"])
