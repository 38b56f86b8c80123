"""The organizations that a file names: each one once, and who vouches for whom."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from app.ingest.spreadsheet.parent import GONE, Parent, Shelf, join, settle
from app.ingest.spreadsheet.queries import KnownParent
from app.ingest.spreadsheet.rows import Line, stand_in, validated
from app.ingest.spreadsheet.words import name_key
from app.organizations.schemas import OrganizationIn


@dataclass(slots=True)
class NamedOrganizations:
    """Every organization that a file names, by the key of its name."""

    shelf: Shelf
    by_key: dict[str, Parent] = field(default_factory=dict)

    def named(self, name: str) -> Parent | None:
        """The one of that name: in this file, else one that we have."""
        key = name_key(name)
        if key not in self.by_key:
            found = _match(self.shelf, key, external_id="")
            if found is None or found.status in GONE:
                return None
            self.by_key[key] = Parent(
                "organization", name, found.source_external_id or "", known=found, is_ours=False
            )
        return self.by_key[key]


def gather_organizations(
    lines: Sequence[Line], shelf: Shelf, *, gemeente_code: str
) -> NamedOrganizations:
    """Unites what the lines tell of each organization, and blames what cannot be."""
    organizations = NamedOrganizations(shelf)
    for line in lines:
        if isinstance(name := line.part("organization").get("name"), str):
            key = name_key(name)
            parent = organizations.by_key.setdefault(
                key, Parent("organization", name, f"org:{key.replace(' ', '-')}")
            )
            join(parent, line)
    for parent in list(organizations.by_key.values()):
        _find_voucher(organizations, parent)
    for parent in organizations.by_key.values():
        if parent.lines:
            _settle_organization(shelf, parent, gemeente_code=gemeente_code)
    _spread(organizations.by_key.values())
    for parent in organizations.by_key.values():
        parent.blame_leaning()
    return organizations


def _find_voucher(organizations: NamedOrganizations, parent: Parent) -> None:
    for line in parent.lines:
        name = line.part("named").get("vouchedBy")
        if not isinstance(name, str):
            continue
        voucher = organizations.named(name)
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


def _match(shelf: Shelf, key: str, *, external_id: str) -> KnownParent | None:
    return shelf.own.get(external_id) or next(iter(shelf.by_name.get(key, ())), None)


def _settle_organization(shelf: Shelf, parent: Parent, *, gemeente_code: str) -> None:
    parent.known = _match(shelf, name_key(parent.name), external_id=parent.external_id)
    settle(shelf, parent)
    if not parent.is_ours:
        return
    last = (parent.known.imported if parent.known else None) or {}
    gemeenten = last.get("gemeenten") or []
    # What the file leaves open stays as this source told it before.
    if "kind" in last:
        parent.document.setdefault("kind", last["kind"])
    parent.document["gemeenten"] = (
        gemeenten if gemeente_code in gemeenten else [*gemeenten, gemeente_code]
    )
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
