"""The organizations and places that a file names: each one once, matched with what we have.

An entry is found by the key of this source, else by its name in the gemeente (an organization) or
by its name and address (a place). One that is not this source's own is used as it is.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Literal

from pydantic import JsonValue
from shapely import Point

from app.core.entries import Document
from app.core.geo import LonLat, rd_of
from app.ingest.offering_rows import Line, stand_in, validated
from app.ingest.offering_template import column_at_fault
from app.ingest.queries import Known, KnownParent
from app.ingest.words import name_key
from app.organizations.schemas import OrganizationIn
from app.places.schemas import PlaceIn

Kind = Literal["organization", "place"]
FARTHEST_M = 10_000
"""A place farther outside the gemeente than this is a typing error."""

_DUTCH = {"organization": "organisatie", "place": "plek"}
_GONE = {
    "archived": "staat in het archief",
    "blocked": "is van de kaart gehaald",
    "rejected": "is teruggestuurd",
}


@dataclass(slots=True, eq=False)
class Parent:
    """An organization or a place, as all lines of a file together tell it."""

    kind: Kind
    name: str
    external_id: str
    document: Document = field(default_factory=dict)
    told_on: dict[str, int] = field(default_factory=dict)
    """Pointer of a member → the line that told it first."""
    lines: list[Line] = field(default_factory=list)
    voucher: "Parent | None" = None
    known: KnownParent | None = None
    is_ours: bool = True
    """Whether this import registers or renews it; else it is used as it is."""
    is_bad: bool = False

    def blame(self, pointer: str, message: str) -> None:
        """A fault, on the line that told this member first."""
        self.is_bad = True
        column = column_at_fault(self.kind, pointer)
        at = self.told_on.get(pointer, self.lines[0].line)
        for line in self.lines:
            if line.line == at:
                line.blame(column, message)

    def blame_leaning(self) -> None:
        """Refers every other line that names it to the line with the fault."""
        noun = _DUTCH[self.kind]
        at = next((line.line for line in self.lines if line.faults), None)
        for line in self.lines if self.is_bad else ():
            if not line.faults:
                line.blame(noun, f"Deze {noun} klopt nog niet: zie regel {at}.")


@dataclass(slots=True)
class Parents:
    """Every organization and place of a file by key, and which ones a line names."""

    known: Known
    source: str
    organizations: dict[str, Parent] = field(default_factory=dict)
    places: dict[str, Parent] = field(default_factory=dict)
    place_of_line: dict[int, Parent] = field(default_factory=dict)

    def organization(self, name: str) -> Parent | None:
        """The one of that name: in this file, else one that we have."""
        key = name_key(name)
        if key not in self.organizations:
            found = _match_organization(self.known, key, "", self.source)
            if found is None or found.status in _GONE:
                return None
            self.organizations[key] = Parent(
                "organization", name, found.source_external_id or "", known=found, is_ours=False
            )
        return self.organizations[key]


def gather(lines: Sequence[Line], known: Known, *, source: str) -> Parents:
    """Unites what the lines tell of each organization and place, and blames what cannot be."""
    parents = Parents(known, source)
    for line in lines:
        if isinstance(name := line.part("organization").get("name"), str):
            key = name_key(name)
            parent = parents.organizations.setdefault(
                key, Parent("organization", name, f"org:{key.replace(' ', '-')}")
            )
            _join(parent, line)
    _gather_places(parents, lines)
    for parent in parents.organizations.copy().values():
        _find_voucher(parents, parent)
    for parent in parents.organizations.values():
        if parent.lines:
            _settle_organization(parents, parent)
    for parent in parents.places.values():
        _settle_place(parents, parent)
    _spread(parents.organizations.values())
    for parent in (*parents.organizations.values(), *parents.places.values()):
        parent.blame_leaning()
    return parents


def _join(parent: Parent, line: Line) -> None:
    parent.lines.append(line)
    noun = _DUTCH[parent.kind]
    for pointer, value in _leaves(line.part(parent.kind)):
        first = parent.told_on.setdefault(pointer, line.line)
        if first == line.line:
            _put(parent.document, pointer, value)
        elif pointer != "/name" and _leaf(parent.document, pointer) != value:
            line.blame(
                column_at_fault(parent.kind, pointer),
                f"Bij dezelfde {noun} staat op regel {first} iets anders. Maak ze gelijk.",
            )


def _leaves(document: Document, under: str = "") -> Iterator[tuple[str, JsonValue]]:
    for name, value in document.items():
        if isinstance(value, dict):
            yield from _leaves(value, f"{under}/{name}")
        else:
            yield f"{under}/{name}", value


def _put(document: Document, pointer: str, value: JsonValue) -> None:
    *path, last = pointer.split("/")[1:]
    for name in path:
        below = document.setdefault(name, {})
        document = below if isinstance(below, dict) else {}
    document[last] = value


def _leaf(document: Document, pointer: str) -> JsonValue:
    return dict(_leaves(document)).get(pointer)


# Organizations.


def _find_voucher(parents: Parents, parent: Parent) -> None:
    for line in parent.lines:
        name = line.part("named").get("vouchedBy")
        if not isinstance(name, str):
            continue
        voucher = parents.organization(name)
        if voucher is None:
            line.blame(
                "staat_ervoor_in",
                f"Organisatie '{name}' kennen wij niet. Zet haar ook in dit bestand.",
            )
        elif parent.voucher not in {None, voucher}:
            line.blame("staat_ervoor_in", "Op een andere regel staat hier een andere organisatie.")
        elif _vouches_for(voucher, parent):
            line.blame("staat_ervoor_in", "Een organisatie kan niet voor zichzelf instaan.")
        else:
            parent.voucher = voucher


def _vouches_for(voucher: Parent, parent: Parent) -> bool:
    """Whether the voucher is the organization itself, or leans on it."""
    above: Parent | None = voucher
    while above is not None:
        if above is parent:
            return True
        above = above.voucher
    return False


def _match_organization(
    known: Known, key: str, external_id: str, source: str
) -> KnownParent | None:
    own = [
        entry
        for entry in known.organizations
        if entry.source_name == source and entry.source_external_id == external_id
    ]
    named = [
        entry
        for entry in known.organizations
        if name_key(entry.name) == key and entry.status != "archived"
    ]
    return next(iter(own + named), None)


def _settle_organization(parents: Parents, parent: Parent) -> None:
    key = name_key(parent.name)
    parent.known = _match_organization(parents.known, key, parent.external_id, parents.source)
    _settle(parents, parent)
    if not parent.is_ours:
        return
    last = (parent.known.imported if parent.known else None) or {}
    here = parents.known.gemeente_code
    gemeenten = last.get("gemeenten") or []
    # What the file leaves open stays as this source told it before.
    if "kind" in last:
        parent.document.setdefault("kind", last["kind"])
    parent.document["gemeenten"] = gemeenten if here in gemeenten else [*gemeenten, here]
    given = dict(parent.document)
    if parent.voucher is not None:
        given["vouchedBy"] = stand_in(parent.voucher.name)
    if "kind" not in given:
        parent.blame(
            "/kind", "Deze organisatie kennen wij nog niet. Vul in wat voor organisatie het is."
        )
        return
    for fault in validated(OrganizationIn, given)[0]:
        leans = fault.name == "/vouchedBy"
        if leans and any("staat_ervoor_in" in line.unread for line in parent.lines):
            parent.is_bad = True
            continue
        parent.blame(fault.name, fault.message)


def _settle(parents: Parents, parent: Parent) -> None:
    """Says whose it is, from what we have of it."""
    if (entry := parent.known) is None:
        return
    parent.is_ours = entry.source_name == parents.source and bool(entry.source_external_id)
    if parent.is_ours:
        parent.external_id = str(entry.source_external_id)
    if entry.status in _GONE:
        parent.blame(
            "/name",
            f"'{entry.name}' {_GONE[entry.status]}. Zet het eerst terug, of noem een andere.",
        )


def _spread(organizations: Iterable[Parent]) -> None:
    """Who leans on a voucher that is not right is not right either."""
    leaning = [parent for parent in organizations if parent.voucher and not parent.is_bad]
    for parent in leaning:
        above = parent.voucher
        while above is not None and not above.is_bad:
            above = above.voucher
        if above is not None:
            parent.is_bad = True
            for line in parent.lines:
                line.blame("staat_ervoor_in", f"Bij '{above.name}' klopt nog iets niet.")


# Places.

AddressKey = tuple[str, str]


def _address(document: Document) -> dict[str, str | None]:
    address = document.get("address")
    given = address if isinstance(address, dict) else {}
    return {
        "street": str(given.get("street") or ""),
        "house_number": str(given.get("houseNumber") or ""),
        "postcode": str(given.get("postcode") or ""),
    }


def _address_keys(
    street: str | None, house_number: str | None, postcode: str | None
) -> set[AddressKey]:
    """By which an address is known: its postcode or its street, with the number."""
    number = name_key(house_number or "")
    return {(at, number) for at in (postcode or "", name_key(street or "")) if at}


def _address_key(document: Document) -> AddressKey:
    address = _address(document)
    at = address["postcode"] or name_key(address["street"] or "")
    return (at or "", name_key(address["house_number"] or ""))


def _gather_places(parents: Parents, lines: Sequence[Line]) -> None:
    addresses: dict[str, set[AddressKey]] = {}
    for line in lines:
        name, at = line.part("place").get("name"), _address_key(line.part("place"))
        if isinstance(name, str) and at != ("", ""):
            addresses.setdefault(name_key(name), set()).add(at)
    for line in lines:
        name, at = line.part("place").get("name"), _address_key(line.part("place"))
        if not isinstance(name, str) or "plek" in line.unread:
            continue
        told = addresses.get(name_key(name), set())
        if at == ("", "") and len(told) > 1:
            line.blame("postcode", "Meer plekken heten zo. Vul postcode en huisnummer in.")
            continue
        if at == ("", "") and told:
            at = next(iter(told))
        slug = ":".join(part.replace(" ", "-") for part in (name_key(name), *at) if part)
        parent = parents.places.setdefault(slug, Parent("place", name, f"plek:{slug.lower()}"))
        parents.place_of_line[line.line] = parent
        _join(parent, line)


def _settle_place(parents: Parents, parent: Parent) -> None:
    known = parents.known
    own = [
        entry
        for entry in known.places
        if entry.source_name == parents.source and entry.source_external_id == parent.external_id
    ]
    here = _address_keys(**_address(parent.document))
    named = [
        entry
        for entry in known.places
        if name_key(entry.name) == name_key(parent.name)
        and entry.status != "archived"
        and (not here or here & _address_keys(entry.street, entry.house_number, entry.postcode))
    ]
    if not own and len({entry.id for entry in named}) > 1:
        parent.blame(
            "/address/postcode",
            "Wij kennen meer plekken die zo heten. Vul postcode en huisnummer in.",
        )
        return
    parent.known = next(iter(own + named), None)
    _settle(parents, parent)
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
    if place is not None and _is_far_away(known, place.point):
        parent.blame(
            "/point/lat",
            "Dit punt ligt meer dan 10 km buiten de gemeente. Kloppen lat en lon?",
        )


def _is_far_away(known: Known, point: LonLat) -> bool:
    if known.border is None:
        return False
    at = rd_of(point)
    return bool(known.border.distance(Point(at.x_m, at.y_m)) > FARTHEST_M)
