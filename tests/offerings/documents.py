"""Documents of offerings and schedules as people might fill them in."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta, timezone
from typing import Any
from uuid import UUID

from hypothesis import strategies as st

from tests.organizations.documents import Draws, emails, maybe, phones, websites, words

WEEKDAYS = ("mo", "tu", "we", "th", "fr", "sa", "su")
THEMES = ("bewegen", "eten", "rouw", "dementie", "veilig-thuis", "geld")
AUDIENCES = ("mantelzorgers", "lhbtqi", "dakloos", "dementie")


@dataclass(frozen=True)
class Neighbours:
    """Ids of entries that exist and that an offering may name."""

    organizations: Sequence[UUID]
    places: Sequence[UUID]
    offerings: Sequence[UUID]


def some_of(values: Sequence[Any], *, least: int = 0, most: int = 10) -> Draws:
    return st.lists(
        st.sampled_from([str(value) for value in values]),
        unique=True,
        min_size=least,
        max_size=min(most, len(values)),
    )


def money(most: int, decimals: int) -> Draws:
    return st.integers(1, most * 10**decimals).map(lambda number: number / 10**decimals)


costs = st.one_of(
    st.fixed_dictionaries({"kind": st.sampled_from(["free", "donation", "unknown"])}),
    st.fixed_dictionaries(
        {"kind": st.sampled_from(["amount", "contribution"]), "amount": money(999_999, 2)},
        optional={"per": maybe(words(most=40)), "note": maybe(words(most=160))},
    ),
)
contacts = st.fixed_dictionaries(
    {},
    optional={
        "askFor": maybe(words(most=40)),
        "phone": maybe(phones),
        "email": maybe(emails),
        "website": maybe(websites),
        "whatsapp": maybe(phones),
    },
)
wheres = ("place", "on_the_move", "at_home", "phone", "online")
AREAS = ("GM0153", "WK015302", "BU01530202", "PA0153-zuid-oost", "PA0153-zuid")
zones = st.sampled_from([timezone(timedelta(hours=hours)) for hours in (-5, 0, 1, 2)])
moments = st.integers(1_580_000_000, 1_890_000_000).flatmap(
    lambda seconds: zones.map(lambda zone: datetime.fromtimestamp(seconds, zone).isoformat())
)


@st.composite
def offering_documents(draw: st.DrawFn, known: Neighbours) -> dict[str, Any]:
    """What an editor may fill in."""
    channel = draw(st.sampled_from(wheres))
    place = channel == "place" or (channel == "on_the_move" and draw(st.booleans()))
    ages = sorted(draw(st.lists(st.integers(0, 120), min_size=2, max_size=2)))
    document: dict[str, Any] = {
        "kind": draw(st.sampled_from(["activiteit", "inloop", "wijkwijzer"])),
        "title": draw(words(least=3, most=80)),
        "summary": draw(words(least=3, most=160)),
        "description": draw(maybe(words(most=5000))),
        "organizationId": str(draw(st.sampled_from(known.organizations))),
        "organizers": draw(some_of(known.organizations)),
        "channel": channel,
        "placeId": str(draw(st.sampled_from(known.places))) if place else None,
        "serviceAreas": draw(some_of(AREAS, least=0 if place else 1)),
        "themes": draw(some_of(THEMES, least=1, most=5)),
        "audiences": [
            {"code": code, "mode": draw(st.sampled_from(["open", "especially", "only"]))}
            for code in draw(some_of(AUDIENCES))
        ],
        "minAge": draw(maybe(st.just(ages[0]))),
        "maxAge": draw(maybe(st.just(ages[1]))),
        "languages": draw(some_of(["nl", "en", "ar", "tr", "nl-BE", "zgh"])),
        "easyLanguage": draw(st.booleans()),
        "access": draw(some_of(["open", "intake", "wmo", "wlz", "unknown"], least=1)),
        "provision": draw(st.sampled_from(["general", "initiative", "commercial", "individual"])),
        "cost": draw(costs),
        "costHelp": draw(some_of(["stadspas", "bijzondere-bijstand"])),
        "joining": draw(st.sampled_from(["walk_in", "call_first", "sign_up", "by_referral"])),
        "firstTime": draw(some_of(["welcomed", "pick_up", "look_first"])),
        "ledBy": draw(some_of(["professional", "volunteer", "neighbour"])),
        "weather": draw(maybe(st.sampled_from(["always", "indoors", "off"]))),
        "contact": draw(contacts),
        "professionalContact": draw(maybe(contacts)),
        "nextSteps": draw(some_of(known.offerings)),
    }
    if channel == "on_the_move":
        document["effort"] = draw(maybe(st.sampled_from(["gentle", "moderate", "brisk"])))
        document["distanceKm"] = draw(maybe(money(100, 1)))
    if draw(st.booleans()):
        document["spots"] = {
            "state": draw(st.sampled_from(["open", "few", "full", "waiting_list", "unknown"])),
            "reportedAt": draw(maybe(moments)),
        }
    return document


@st.composite
def schedule_documents(draw: st.DrawFn, places: Sequence[UUID] = ()) -> dict[str, Any]:
    """What an editor may choose."""
    preset = draw(st.sampled_from(["once", "weekly", "monthly"]))
    start = draw(st.dates(date(2026, 1, 1), date(2027, 6, 1)))
    document: dict[str, Any] = {
        "preset": preset,
        "startDate": start.isoformat(),
        "startTime": f"{draw(st.integers(0, 23)):02d}:{draw(st.integers(0, 59)):02d}",
        "durationMinutes": draw(st.integers(5, 1440)),
        "placeId": draw(st.sampled_from([None, *map(str, places)])),
    }
    if preset == "once":
        return document
    if preset == "weekly":
        document["everyWeeks"] = draw(st.sampled_from([None, 1, 2]))
        document["weekdays"] = draw(some_of(WEEKDAYS, least=1))
    else:
        document["nth"] = draw(st.sampled_from([1, 2, 3, 4, -1]))
        document["weekday"] = draw(st.sampled_from(WEEKDAYS))
    later = st.integers(62, 400).map(lambda number: (start + timedelta(days=number)).isoformat())
    document["until"] = draw(maybe(later))
    document["except"] = draw(st.lists(later, max_size=4))
    document["pauses"] = draw(
        st.lists(
            st.fixed_dictionaries(
                {
                    "from": st.just("2026-07-06"),
                    "to": st.sampled_from(["2026-07-06", "2026-08-21"]),
                },
                optional={"reason": maybe(words(most=80))},
            ),
            max_size=2,
        )
    )
    document["onPublicHolidays"] = draw(st.sampled_from(["go_on", "skip"]))
    document["onSchoolHolidays"] = draw(st.sampled_from(["go_on", "skip"]))
    document["schoolRegion"] = draw(st.sampled_from([None, "noord", "midden", "zuid"]))
    return document
