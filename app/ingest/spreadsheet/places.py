"""The places that a file names: each one once, told apart by name and address."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from shapely import Point
from shapely.geometry.base import BaseGeometry

from app.core.documents import Document
from app.core.geo import LonLat, rd_of
from app.ingest.spreadsheet.parent import Parent, Shelf, join, settle
from app.ingest.spreadsheet.queries import KnownParent
from app.ingest.spreadsheet.rows import Line, validated
from app.ingest.spreadsheet.words import name_key
from app.places.schemas import PlaceIn

FARTHEST_M = 10_000
"""A place farther outside the gemeente than this is a typing error."""

AddressKey = tuple[str, str]
"""Postcode or street, and house number: a place has one or two of these, or none."""


@dataclass(slots=True)
class _Spot:
    """One address at which a file has a place of some name."""

    keys: set[AddressKey]
    parent: Parent | None = field(default=None)


def gather_places(
    lines: Sequence[Line], shelf: Shelf, *, border: BaseGeometry | None
) -> dict[int, Parent]:
    """Unites what the lines tell of each place, and blames what cannot be.

    Answers the place of each line that names one. `border` is the gemeente's, in metres RD.
    """
    naming = [
        (line, str(line.part("place")["name"]))
        for line in lines
        if "name" in line.part("place") and "plek" not in line.unread
    ]
    spots = _spots(naming)
    of_line: dict[int, Parent] = {}
    for line, name in naming:
        here = _keys_in(line.part("place"))
        found = [spot for spot in spots[name_key(name)] if not here or here & spot.keys]
        if len(found) > 1:
            line.blame("postcode", "Meer plekken heten zo. Vul postcode en huisnummer in.")
            continue
        spot = found[0]
        if spot.parent is None:
            spot.parent = Parent("place", name, _external_id(name, spot.keys))
        of_line[line.line] = spot.parent
        join(spot.parent, line)
    parents = list(dict.fromkeys(of_line.values()))
    for parent in parents:
        _settle_place(shelf, parent, border=border)
        parent.blame_leaning()
    return of_line


def _spots(naming: Iterable[tuple[Line, str]]) -> dict[str, list[_Spot]]:
    """The addresses by name; spellings of one address, by postcode and by street, are one."""
    spots: dict[str, list[_Spot]] = {}
    for line, name in naming:
        same_name = spots.setdefault(name_key(name), [])
        if here := _keys_in(line.part("place")):
            together = [spot for spot in same_name if spot.keys & here]
            united = _Spot(here.union(*(spot.keys for spot in together)))
            same_name[:] = [spot for spot in same_name if spot not in together] + [united]
    for same_name in spots.values():
        if not same_name:
            same_name.append(_Spot(set()))
    return spots


def _external_id(name: str, keys: set[AddressKey]) -> str:
    # A postcode says it shortest, and the smallest is the same whatever the order of the lines.
    at = min(keys, key=lambda key: (not key[0][:1].isdigit(), key), default=("", ""))
    slug = ":".join(part.replace(" ", "-") for part in (name_key(name), *at) if part)
    return f"plek:{slug.lower()}"


def _keys_in(document: Document) -> set[AddressKey]:
    address = document.get("address")
    given = address if isinstance(address, dict) else {}
    return _address_keys(
        street=str(given.get("street") or ""),
        house_number=str(given.get("houseNumber") or ""),
        postcode=str(given.get("postcode") or ""),
    )


def _address_keys(*, street: str, house_number: str, postcode: str) -> set[AddressKey]:
    number = name_key(house_number)
    return {(at, number) for at in (postcode, name_key(street)) if at}


def _keys_of(entry: KnownParent) -> set[AddressKey]:
    return _address_keys(
        street=entry.street or "",
        house_number=entry.house_number or "",
        postcode=entry.postcode or "",
    )


def _settle_place(shelf: Shelf, parent: Parent, *, border: BaseGeometry | None) -> None:
    own = shelf.own.get(parent.external_id)
    here = _keys_in(parent.document)
    named = [
        entry
        for entry in shelf.by_name.get(name_key(parent.name), ())
        if not here or here & _keys_of(entry)
    ]
    if own is None and len({entry.id for entry in named}) > 1:
        parent.blame(
            "/address/postcode",
            "Wij kennen meer plekken die zo heten. Vul postcode en huisnummer in.",
        )
        return
    parent.known = own or next(iter(named), None)
    settle(shelf, parent)
    if not parent.is_ours:
        return
    last = (parent.known.imported if parent.known else None) or {}
    for name in ("kind", "point"):
        if name in last:
            parent.document.setdefault(name, last[name])
    if "kind" not in parent.document:
        parent.blame("/kind", "Deze plek kennen wij nog niet. Vul in wat voor plek het is.")
    if "point" not in parent.document:
        parent.blame(
            "/point/lat",
            "Wij weten niet waar deze plek is. Vul lat en lon in: een postcode is te grof.",
        )
    if parent.is_bad:
        return
    faults, place = validated(PlaceIn, parent.document)
    for fault in faults:
        parent.blame(fault.name, fault.message)
    if place is not None and _is_far_away(place.point, border):
        parent.blame(
            "/point/lat",
            "Dit punt ligt meer dan 10 km buiten de gemeente. Kloppen lat en lon?",
        )


def _is_far_away(point: LonLat, border: BaseGeometry | None) -> bool:
    if border is None:
        return False
    at = rd_of(point)
    return bool(border.distance(Point(at.x_m, at.y_m)) > FARTHEST_M)
