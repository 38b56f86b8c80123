"""The questions that are asked at every step of the clock, each with what must be told."""

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from tests.factories import DE_BOEI, PATHMOS
from tests.finder.almanac import AMSTERDAM, Almanac, Row, day_of, spoken, tells_its_change
from tests.finder.clockwork import MONDAY, SATURDAY

HERE = f"lat={DE_BOEI.lat}&lon={DE_BOEI.lon}"
WEEK = timedelta(days=7)

Document = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Question:
    """What is asked, what its answer tells that the clock has a say in, and what that should be."""

    target: str
    told: Callable[[Any, date], Any]
    truth: Callable[[Almanac, datetime], Any]


def _card(card: Document) -> dict[str, Any]:
    following = card["next"]
    return {
        "next": following and (following["startsAt"], following["endsAt"], following["text"]),
        "spots": card["spots"]["state"],
        "freshness": card["verification"]["state"],
    }


def _cards(cards: Sequence[Document]) -> list[tuple[str, dict[str, Any]]]:
    return [(card["id"], _card(card)) for card in cards]


def _true_cards(almanac: Almanac, rows: Sequence[Row], now: datetime) -> Any:
    return [(str(row["id"]), almanac.card(row, now)) for row in rows]


def _soonest(almanac: Almanac, now: datetime) -> list[Row]:
    def key(row: Row) -> tuple[Any, ...]:
        first = next(iter(almanac.on(row, now)), None)
        starts_at = (first is None, first["starts_at"] if first else None)
        return (*starts_at, row["title"].lower(), row["id"])

    return sorted(almanac.listed(now), key=key)


def _meeting(almanac: Almanac, now: datetime, suits: Callable[[datetime], bool]) -> Sequence[Row]:
    """What is listed and has a coming session at a time that suits; by name."""
    rows = [
        row
        for row in almanac.listed(now)
        if any(suits(one["starts_at"].astimezone(AMSTERDAM)) for one in almanac.on(row, now))
    ]
    return sorted(rows, key=lambda row: row["title"].lower())


def _kinds(rows: Sequence[Row]) -> list[dict[str, Any]]:
    counts = Counter(row["kind"] for row in rows)
    ranked = sorted(counts.items(), key=lambda item: (-item[1], item[0]))
    return [{"code": code, "count": count} for code, count in ranked]


def _free(almanac: Almanac, now: datetime) -> Any:
    rows = [row for row in almanac.listed(now) if row["cost_kind"] == "free"]
    return (len(rows), _kinds(rows))


def _agenda(almanac: Almanac, now: datetime) -> Any:
    today = day_of(now)
    sessions = [
        one
        for row in almanac.listed(now)
        for one in almanac.coming(row, now)
        if today <= day_of(one["starts_at"]) <= today + WEEK
    ]
    sessions.sort(key=lambda one: (one["starts_at"], one["offering_id"], one["original_starts_at"]))
    return [
        (str(one["offering_id"]), *map(spoken, (one["starts_at"], one["ends_at"])), one["status"])
        for one in sessions
    ]


def _told_agenda(page: Any, _today: date) -> Any:
    return [
        (one["offering"]["id"], one["startsAt"], one["endsAt"], one["status"])
        for one in page["items"]
    ]


def _told_door(place: Document, today: date) -> tuple[Any, ...]:
    state, at, changes_at = (place["open"][name] for name in ("state", "at", "changesAt"))
    text = place["open"]["text"]
    assert tells_its_change(text, state, changes_at, today), f"{place['name']}: {place['open']}"
    return (state, at, changes_at)


def _told_doors(page: Any, today: date) -> Any:
    return {place["id"]: _told_door(place, today) for place in page["items"]}


def _doors(almanac: Almanac, now: datetime) -> Any:
    return {str(place["id"]): almanac.door(place, now) for place in almanac.places}


def _open_doors(almanac: Almanac, now: datetime) -> Any:
    return {id_: door for id_, door in _doors(almanac, now).items() if door[0] == "open"}


def _of_kind(almanac: Almanac, now: datetime, *kinds: str) -> list[Row]:
    return [row for row in almanac.listed(now) if row["kind"] in kinds]


def _desks(almanac: Almanac, now: datetime) -> dict[str, Any]:
    rows = _of_kind(almanac, now, "wijkwijzer")
    return {str(row["id"]): (almanac.card(row, now), almanac.desk(row, now)) for row in rows}


def _told_desks(desks: Sequence[Document]) -> dict[str, Any]:
    return {
        desk["id"]: (_card(desk), tuple(desk["open"][name] for name in _OPEN)) for desk in desks
    }


_OPEN = ("state", "at", "changesAt", "text")


def _front_doors(almanac: Almanac, now: datetime) -> Any:
    desks = _desks(almanac, now)
    return (desks, {id_ for id_, (_, door) in desks.items() if door[0] == "open"})


def _support(almanac: Almanac, now: datetime) -> Any:
    point = _of_kind(almanac, now, "mantelzorgsteun")
    respite = _of_kind(almanac, now, "respijtzorg", "time-out")
    return (_true_cards(almanac, point, now), _true_cards(almanac, respite, now))


def _map(almanac: Almanac, now: datetime) -> Any:
    listed = almanac.listed(now)
    last = day_of(now) + timedelta(days=6)
    agenda: dict[str, list[Any]] = {}
    for row in listed:
        for one in almanac.coming(row, now):
            if day_of(one["starts_at"]) <= last:
                day = max(day_of(one["starts_at"]), day_of(now))
                said = (str(row["id"]), spoken(one["starts_at"]), one["status"])
                agenda.setdefault(f"{day}", []).append(said)
    freshness = Counter(almanac.freshness(row, now) for row in listed)
    return {
        "offerings": _true_cards(almanac, _soonest(almanac, now), now),
        "wijkwijzers": _desks(almanac, now),
        "agenda": {day: sorted(sessions) for day, sessions in agenda.items()},
        "freshness": {name: freshness[name] for name in ("fresh", "due", "stale")},
        "updatedAt": spoken(max(row["updated_at"] for row in listed)),
    }


def _told_map(area: Any, _today: date) -> Any:
    return {
        "offerings": _cards(area["offerings"]),
        "wijkwijzers": _told_desks(area["wijkwijzers"]),
        "agenda": {
            day["date"]: sorted(
                (one["offeringId"], one["startsAt"], one["status"]) for one in day["sessions"]
            )
            for day in area["agenda"]
        },
        "freshness": {name: area["freshness"][name] for name in ("fresh", "due", "stale")},
        "updatedAt": area["updatedAt"],
    }


def _in_full(title: str) -> Callable[[Almanac, datetime], Any]:
    def truth(almanac: Almanac, now: datetime) -> Any:
        row = almanac.named(title)
        last = row["last_ends_at"]
        if row["status"] == "ended" or (last is not None and day_of(now) > day_of(last)):
            return None
        place = next((one for one in almanac.places if one["id"] == row["place_id"]), None)
        starts = sorted(one["starts_at"] for one in almanac.coming(row, now))
        return (
            row["status"],
            almanac.card(row, now),
            [spoken(start) for start in starts[:8]],
            place and almanac.door(place, now),
        )

    return truth


def _told_in_full(offering: Any, today: date) -> Any:
    place = offering["place"]
    return (
        offering["status"],
        _card(offering),
        [one["startsAt"] for one in offering["sessions"]],
        place and _told_door(place, today),
    )


def _page(page: Any, _today: date) -> Any:
    return _cards(page["items"])


def questions(almanac: Almanac) -> list[Question]:
    """All of them, about the neighbourhood of `clockwork`."""
    theirs = {row["title"]: row["id"] for row in almanac.offerings}
    here = f"/v1/areas/{PATHMOS}/map"
    return [
        Question(
            f"/v1/offerings?{HERE}&limit=100",
            lambda page, _: dict(_cards(page["items"])),
            lambda one, now: dict(_true_cards(one, one.listed(now), now)),
        ),
        Question(
            "/v1/offerings?sort=next&limit=100&count=true",
            lambda page, _: (page["total"], _cards(page["items"])),
            lambda one, now: (
                len(one.listed(now)),
                _true_cards(one, _soonest(one, now), now),
            ),
        ),
        Question(
            "/v1/offerings?sort=next&limit=3&area=GM0153",
            _page,
            lambda one, now: _true_cards(one, _soonest(one, now)[:3], now),
        ),
        Question(
            f"/v1/offerings?{HERE}&openSpots=true&limit=100",
            lambda page, _: {card["id"] for card in page["items"]},
            lambda one, now: {
                str(row["id"])
                for row in one.listed(now)
                if one.spots(row, now) not in {"full", "waiting_list"}
            },
        ),
        Question(
            "/v1/offerings?free=true&facets=kind&count=true&limit=1",
            lambda page, _: (page["total"], page["facets"]["kind"]),
            _free,
        ),
        Question(
            "/v1/offerings?day=sa&day=su&part=evening&part=morning&sort=name&limit=100",
            _page,
            lambda one, now: _true_cards(
                one,
                _meeting(one, now, lambda at: at.weekday() > 4 and not 12 <= at.hour < 18),
                now,
            ),
        ),
        Question(
            f"/v1/offerings?from={SATURDAY}&to={MONDAY}&sort=name&limit=100",
            _page,
            lambda one, now: _true_cards(
                one, _meeting(one, now, lambda at: SATURDAY <= at.date() <= MONDAY), now
            ),
        ),
        Question("/v1/sessions?limit=100", _told_agenda, _agenda),
        Question("/v1/places?openNow=true&limit=100", _told_doors, _open_doors),
        Question(f"/v1/places?{HERE}&limit=100", _told_doors, _doors),
        Question(
            f"/v1/wijkwijzers?{HERE}",
            lambda told, _: (_told_desks(told["items"]), set(_told_desks(told["openNow"]))),
            _front_doors,
        ),
        Question(
            f"/v1/support/mantelzorg?area={PATHMOS}",
            lambda told, _: (_cards([told["supportPoint"]]), _cards(told["respite"])),
            _support,
        ),
        Question(here, _told_map, _map),
        *(
            Question(f"/v1/offerings/{theirs[title]}", _told_in_full, _in_full(title))
            for title in ("Wandelen op dinsdag", "Paasbrunch", "Breien na de winter")
        ),
    ]
