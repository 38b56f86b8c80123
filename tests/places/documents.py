"""Documents of places as people might fill them in."""

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from hypothesis import strategies as st

from tests.organizations.documents import Draws, maybe, words

HOURS = (
    "24/7",
    "Mo-Fr 09:00-17:00; PH off",
    "Tu,Th 10:00-12:00,13:30-16:00",
    "Fr 20:00-02:00",
    'Mo 09:00-12:00 "op afspraak"',
    "Mo-Su unknown",
)
FEATURES = ("drempelvrij", "rolstoel-binnen")
days = st.dates(date(2026, 11, 1), date(2027, 1, 31))


@st.composite
def exceptions(draw: st.DrawFn) -> dict[str, Any]:
    first = draw(days)
    state = draw(st.sampled_from(["open", "closed"]))
    hours = draw(maybe(st.sampled_from(["10:00-12:00", "22:00-03:00"])))
    return {
        "from": first.isoformat(),
        "to": (first + timedelta(days=draw(st.integers(0, 9)))).isoformat(),
        "state": state,
        "hours": hours if state == "open" else None,
        "reason": draw(maybe(words(most=120))),
    }


# Kept within the box of the Netherlands, with more decimals than anybody needs.
points = st.fixed_dictionaries({"lon": st.floats(3.21, 7.29), "lat": st.floats(50.71, 53.69)})

addresses = st.fixed_dictionaries(
    {"street": words(least=1, most=80), "city": words(least=1, most=80)},
    optional={
        "houseNumber": maybe(words(least=1, most=12).filter(lambda text: len(text) <= 12)),
        "postcode": st.sampled_from([None, "7545 TP", "7545tp", "7545\u00a0TP"]),
        "bagId": maybe(st.from_regex(r"[0-9]{16}", fullmatch=True)),
    },
)


def place_documents(hosts: Sequence[UUID]) -> Draws:
    """What an editor may fill in; `hosts` are organizations that exist."""
    return st.fixed_dictionaries(
        {
            "name": words(least=2, most=120),
            "kind": st.sampled_from(["buurthuis", "bibliotheek"]),
            "point": points,
        },
        optional={
            "address": maybe(addresses),
            "organizationId": maybe(st.sampled_from([str(host) for host in hosts])),
            "openingHours": maybe(st.sampled_from(HOURS)),
            "openingExceptions": st.lists(exceptions(), max_size=3),
            "accessFeatures": st.dictionaries(
                st.sampled_from(FEATURES),
                st.fixed_dictionaries(
                    {"state": st.sampled_from(["yes", "limited", "no", "unknown"])},
                    optional={"asOf": maybe(days.map(date.isoformat))},
                ),
            ),
            "visibility": st.sampled_from(["public", "area_only", "hidden"]),
        },
    )
