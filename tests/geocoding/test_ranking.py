"""Which of what was found is meant."""

from app.geocoding.names import name_key, street_key
from app.geocoding.ranking import Candidate, Scored, Spot, Type, best_first, is_sure, scored
from app.geocoding.rules import typed_of

HERE, THERE = Spot(0, 0), Spot(10_000, 0)


def one(type_: Type, name: str, *, city: str = "Enschede", kind: str = "") -> Candidate:
    is_street = type_ in {"street", "address"}
    key = street_key(name) if is_street else name_key(name)
    return Candidate(type_, name, name, name, HERE, (key,), city=city, kind=kind)


def house(street: str, number: int, *, city: str = "Enschede", suffix: str = "") -> Candidate:
    return Candidate(
        "address",
        f"{street} {number}{suffix} {city}",
        street,
        f"{street} {number}{suffix}, {city}",
        HERE if city == "Enschede" else THERE,
        (street_key(street),),
        city=city,
        number=number,
        suffix=suffix,
    )


def ranked(typed: str, *candidates: Candidate, near: Spot | None = None) -> list[Scored]:
    return best_first(scored(candidates, typed_of(typed)), near=near)


def labels(typed: str, *candidates: Candidate, near: Spot | None = None) -> list[str]:
    return [one.candidate.label for one in ranked(typed, *candidates, near=near)]


def test_an_area_comes_before_a_place_and_a_street_of_the_same_name() -> None:
    found = labels("roombeek", one("street", "Roombeek"), one("area", "Roombeek", kind="people"))

    assert found == ["Roombeek", "Roombeek"]
    assert (
        ranked("roombeek", one("street", "Roombeek"), one("area", "Roombeek"))[0].candidate.type
        == "area"
    )


def test_what_residents_mean_by_a_name_comes_before_the_wijk() -> None:
    zuid, wijk = one("area", "Zuid", kind="people"), one("area", "Zuid", kind="wijk")

    assert [found.candidate.kind for found in ranked("zuid", wijk, zuid)] == ["people"]


def test_a_house_number_asks_for_an_address_and_not_for_an_area() -> None:
    area = one("area", "Pathmos", kind="buurt")

    assert labels("pathmos 15", area, house("Pathmosstraat", 15)) == ["Pathmosstraat 15, Enschede"]


def test_the_letter_of_a_house_counts() -> None:
    plain, letter = house("Spinnerstraat", 27), house("Spinnerstraat", 27, suffix="a")

    assert labels("spinnerstraat 27a", plain, letter)[0] == letter.label
    assert labels("spinnerstraat 27", plain, letter)[0] == plain.label
    assert labels("spinnerstraat 27b", plain)[0] == plain.label


def test_the_nearest_of_equals_comes_first() -> None:
    ours, theirs = house("Schoolstraat", 5), house("Schoolstraat", 5, city="Zwolle")

    assert labels("schoolstraat 5", ours, theirs, near=THERE) == [theirs.label, ours.label]
    assert labels("schoolstraat 5", ours, theirs, near=HERE) == [ours.label, theirs.label]
    assert labels("schoolstraat 5 zwolle", ours, theirs, near=HERE)[0] == theirs.label


def test_the_street_is_left_out_where_the_house_is_there() -> None:
    street = one("street", "Spinnerstraat")

    assert labels("spinnerstraat 27", street, house("Spinnerstraat", 27)) == [
        "Spinnerstraat 27, Enschede"
    ]
    assert labels("spinnerstraat 999", street, house("Spinnerstraat", 27)) == ["Spinnerstraat"]
    assert labels("spinnerstraat", street, house("Spinnerstraat", 27)) == ["Spinnerstraat"]


def test_another_kind_of_place_than_was_typed_is_not_meant() -> None:
    town_hall = one("place", "Gemeentehuis Enschede", kind="gemeentegebouw")
    library = one("place", "Centrale bibliotheek Enschede", kind="bibliotheek")

    assert labels("bieb enschede", town_hall, library) == ["Centrale bibliotheek Enschede"]
    assert labels("stadhuis", town_hall, library) == ["Gemeentehuis Enschede"]


def test_nobody_else_is_asked_about_what_is_certain() -> None:
    typed = typed_of("schoolstraat 5")
    with_city = typed_of("schoolstraat 5 enschede")
    ours = house("Schoolstraat", 5)

    assert not is_sure(best_first(scored([ours], typed), near=None), typed)
    assert is_sure(best_first(scored([ours], with_city), near=None), with_city)
    pathmos = typed_of("pathmos")
    assert is_sure(best_first(scored([one("area", "Pathmos")], pathmos), near=None), pathmos)
    assert not is_sure([], pathmos)


def test_a_place_that_is_called_as_its_town_is_not_taken_for_what_somebody_types() -> None:
    hall = one("place", "Enschede", kind="buurthuis")

    assert labels("pathmos", hall) == []
    assert labels("buurthuis pathmos", hall) == []
