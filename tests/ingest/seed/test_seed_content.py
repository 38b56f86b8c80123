"""What lies in seed/ hangs together, and is true where it is fact."""

import json
import re
from collections import Counter
from pathlib import Path

import pytest
from shapely import Point
from shapely.geometry import shape
from shapely.geometry.base import BaseGeometry

from tests.ingest.seed.seed_content import (
    AREAS,
    DEMO,
    GEMEENTEN,
    OFFERINGS,
    ORGANIZATIONS,
    PLACES,
    TERMS,
    both,
    codes,
    documents,
    place_of,
    schedules,
    sensitive,
    table,
    used,
)

# Corners around each gemeente, a little generous: west, south, east, north.
BOXES = {
    "GM0153": (6.74, 52.15, 7.02, 52.30),
    "GM0193": (5.99, 52.43, 6.22, 52.58),
    "GM0917": (5.88, 50.83, 6.04, 50.95),
}
# Words that would tell on somebody who looks over a shoulder at a list or a page title.
TELLTALE = re.compile(
    r"\b(dement|alzheimer|verslav|verslaaf|alcohol|drugs|gokk?|schuld|psych|depress|somber|angst"
    r"|autis|kanker|handicap|beperk|ziekte|rouw|overled|weduw|scheid|gescheiden|geweld|mishandel"
    r"|onveilig|dakloos|thuisloos|lhbt|homo|lesb|trans|roze|diagnos|armoed|minima)",
    re.IGNORECASE,
)


def test_the_three_municipalities_have_all_their_wijken_and_buurten() -> None:
    counted = Counter((row["gemeente_code"], row["level"]) for row in AREAS.values())
    for gemeente, (wijken, buurten) in {
        "GM0153": (10, 70),
        "GM0193": (16, 78),
        "GM0917": (23, 57),
    }.items():
        assert counted[gemeente, "gemeente"] == 1
        assert (counted[gemeente, "wijk"], counted[gemeente, "buurt"]) == (wijken, buurten)


def test_every_area_hangs_under_its_parent_and_lies_in_its_gemeente() -> None:
    assert list(AREAS) == sorted(AREAS)
    above = {"buurt": "wijk", "wijk": "gemeente", "people": "gemeente"}
    for row in AREAS.values():
        if row["level"] != "gemeente":
            parent = AREAS[row["parent_code"]]
            assert parent["level"] == above[row["level"]]
            assert parent["gemeente_code"] == row["gemeente_code"]
        assert bool(row["school_region"]) == (row["level"] == "gemeente")
        assert_inside(row["gemeente_code"], float(row["lon"]), float(row["lat"]), row["code"])
        assert re.fullmatch(r"\d*", row["inhabitants"])


def test_what_residents_call_an_area_is_made_of_buurten_of_one_gemeente() -> None:
    named = {row["name"]: row for row in AREAS.values() if row["level"] == "people"}
    assert named.keys() >= {"Wesselerbrink", "Stroinkslanden", "Roombeek", "Zuid", "Glanerbrug"}
    assert named.keys() >= {"Boekelo", "Stadshagen", "Assendorp", "Hoensbroek", "Heerlerbaan"}
    assert "Enschede-Zuid" in named["Zuid"]["aliases"].split("|")
    for row in named.values():
        members = row["members"].split("|")
        assert len(set(members)) == len(members)
        for code in members:
            assert AREAS[code]["level"] == "buurt"
            assert AREAS[code]["gemeente_code"] == row["gemeente_code"]


def test_postcodes_lie_in_their_gemeente_and_cover_every_address() -> None:
    postcodes = table("postcodes.csv")
    known = {row["postcode"]: row["gemeente_code"] for row in postcodes}
    assert len(known) == len(postcodes)
    assert set(known.values()) == set(GEMEENTEN)
    for row in postcodes:
        assert_inside(row["gemeente_code"], float(row["lon"]), float(row["lat"]), row["postcode"])
    for place in PLACES.values():
        assert not place["address"] or place["address"]["postcode"][:4] in known


def assert_inside(gemeente: str, lon: float, lat: float, what: str) -> None:
    west, south, east, north = BOXES[gemeente]
    assert west < lon < east, what
    assert south < lat < north, what


def test_points_lie_in_the_municipality_that_they_are_meant_for() -> None:
    for ref, place in PLACES.items():
        lon, lat = place["point"]["lon"], place["point"]["lat"]
        inside = [
            gemeente
            for gemeente, (west, south, east, north) in BOXES.items()
            if west < lon < east and south < lat < north
        ]
        letter = {"e": "GM0153", "z": "GM0193", "h": "GM0917"}
        wanted = letter[ref.removeprefix("demo-plek-")[0]] if ref.startswith("demo") else None
        assert len(inside) == 1, ref
        assert wanted in {None, inside[0]}, ref


def test_every_ref_is_one_of_a_kind_and_leads_somewhere() -> None:
    offerings = {offering["ref"]: offering for offering in OFFERINGS}
    refs = [*offerings, *PLACES, *ORGANIZATIONS]
    assert len(set(refs)) == len(OFFERINGS) + len(both("places.yaml")) + len(ORGANIZATIONS)
    for offering in OFFERINGS:
        assert ORGANIZATIONS.keys() >= {offering["organization"], *offering.get("organizers", [])}
        assert offerings.keys() >= set(offering.get("nextSteps", [])) - {offering["ref"]}
        assert AREAS.keys() >= set(offering.get("serviceAreas", []))
        changes = offering.get("sessionChanges", [])
        places = {each.get("place") for each in [offering, *schedules(offering), *changes]}
        assert PLACES.keys() >= places - {None}
    for place in PLACES.values():
        assert place["organization"] in {None, *ORGANIZATIONS}
    for organization in ORGANIZATIONS.values():
        assert organization.get("vouchedBy") in {None, *ORGANIZATIONS}
        assert set(organization["gemeenten"]) <= GEMEENTEN.keys()


def test_every_code_stands_in_the_vocabularies() -> None:
    known = {(term["vocabulary"], term["code"]) for term in TERMS}
    for offering in OFFERINGS:
        assert set(used(offering)) <= known, offering["ref"]
    for place in PLACES.values():
        assert ("place_kind", place["kind"]) in known
        assert {("access_feature", code) for code in place["accessFeatures"]} <= known
    assert {each["kind"] for each in ORGANIZATIONS.values()} <= codes("organization_kind")


def test_every_sort_of_place_organization_and_feature_is_there() -> None:
    assert {place["kind"] for place in PLACES.values()} == codes("place_kind")
    assert {each["kind"] for each in ORGANIZATIONS.values()} == codes("organization_kind")
    features = {code for place in PLACES.values() for code in place["accessFeatures"]}
    assert features == codes("access_feature")
    shown = [f["state"] for place in PLACES.values() for f in place["accessFeatures"].values()]
    assert set(shown) == {"yes", "limited", "no", "unknown"}
    assert {p["visibility"] for p in PLACES.values()} == {"public", "area_only", "hidden"}


def test_cards_of_sensitive_entries_do_not_tell() -> None:
    chosen = [offering for offering in OFFERINGS if sensitive(offering)]
    assert len(chosen) >= 50
    for offering in chosen:
        for text in (offering["title"], offering["summary"]):
            assert not TELLTALE.search(text), (offering["ref"], text)


def test_closed_groups_of_women_and_minors_show_no_address() -> None:
    shielded = []
    for offering in DEMO:
        only = {a["code"] for a in offering.get("audiences", []) if a["mode"] == "only"}
        if sensitive(offering) and only & {"vrouwen", "jongeren"} and place_of(offering):
            shielded.append(offering["ref"])
            assert place_of(offering)["visibility"] != "public", offering["ref"]
    assert len(shielded) >= 3


def test_what_shows_no_address_is_found_by_the_areas_that_it_serves() -> None:
    for offering in DEMO:
        if offering.get("place") is None or place_of(offering)["visibility"] != "public":
            assert offering.get("serviceAreas"), offering["ref"]


def test_twelve_real_wijkwijzers_claim_nothing_that_we_do_not_know() -> None:
    facts = documents("facts", "offerings.yaml")
    assert sum(offering["kind"] == "wijkwijzer" for offering in facts) == 12
    for offering in facts:
        assert offering["verified"] is None
        assert offering["schedules"] == []
        assert "phone" not in offering["contact"]
        assert place_of(offering)["openingHours"] is None
        assert place_of(offering)["sourceCheckedOn"] == offering["sourceCheckedOn"]


@pytest.mark.parametrize("gemeente", GEMEENTEN)
def test_each_gemeente_has_one_mantelzorg_front_door_and_wijkwijzers(gemeente: str) -> None:
    here = [o for o in OFFERINGS if ORGANIZATIONS[o["organization"]]["gemeenten"] == [gemeente]]
    kinds = Counter(offering["kind"] for offering in here if offering["status"] == "published")
    assert kinds["mantelzorgsteun"] == 1
    assert kinds["wijkwijzer"] >= 4
    phones = [o for o in here if o["kind"] == "wijkwijzer" and o["channel"] == "phone"]
    assert len(phones) == 1


@pytest.mark.parametrize("gemeente", GEMEENTEN)
def test_label_points_and_places_lie_inside_the_real_boundaries(
    gemeente: str, shared: Path
) -> None:
    outlines: dict[str, BaseGeometry] = {}
    for level in ("gemeente", "wijken", "buurten"):
        found = json.loads((shared / f"data/areas/{level}_{gemeente}.geojson").read_text("utf-8"))
        key = {"gemeente": "gemeentecode", "wijken": "wijkcode", "buurten": "buurtcode"}[level]
        outlines |= {each["properties"][key]: shape(each["geometry"]) for each in found["features"]}
    for code, outline in outlines.items():
        area = AREAS[code]
        assert outline.contains(Point(float(area["lon"]), float(area["lat"]))), code
    for row in [row for row in table("postcodes.csv") if row["gemeente_code"] == gemeente]:
        assert outlines[gemeente].contains(Point(float(row["lon"]), float(row["lat"])))
    for place in documents("demo", "places.yaml"):
        if place["ref"].startswith(f"demo-plek-{GEMEENTEN[gemeente][0].lower()}-"):
            point = Point(place["point"]["lon"], place["point"]["lat"])
            assert outlines[gemeente].contains(point), place["ref"]
