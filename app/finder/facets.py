"""How many would be found with each choice: the numbers on the chips."""

from collections.abc import Collection, Mapping, Sequence
from typing import Any, TypeAlias, get_args

import asyncpg

from app.core.sql import Question
from app.finder.asking import Values
from app.finder.filters import Facet

_FACETS = Question(__file__, "facets")

Counts: TypeAlias = Mapping[str, Sequence[Mapping[str, Any]] | None]
"""Facet → code, count and perhaps name of each choice; None for a facet that was not asked."""

# Facet → the value that it leaves out for itself, under the name by which it counts elsewhere.
_OWN: dict[Facet, tuple[str, str]] = {
    "theme": ("themes", "own_themes"),
    "audience": ("audiences", "own_audiences"),
    "language": ("languages", "own_languages"),
    "cost": ("free", "own_free"),
    "wheelchair": ("wheelchair", "own_wheelchair"),
}


async def facets_of(
    connection: asyncpg.Connection, values: Values, *, facets: Collection[Facet]
) -> Counts | None:
    """Counts per choice for each of these facets (Facets), or None when none was asked for."""
    if not facets:
        return None
    kept = dict(values)
    if "kind" in facets:
        one, several = kept.pop("kind", None), kept.pop("kinds", None)
        kept["own_kinds"] = several if one is None else [one]
    for facet, (name, own_name) in _OWN.items():
        if facet in facets:
            kept[own_name] = kept.pop(name, None)
    asked = _FACETS.asked(kept, also={f"{facet}_facet" for facet in facets})
    found: dict[str, list[Mapping[str, Any]]] = {facet: [] for facet in facets}
    for facet, code, name, count in await connection.fetch(asked.text, *asked.values(kept)):
        choice = {"code": code, "count": count}
        found[facet].append(choice if name is None else {**choice, "name": name})
    return {facet: found.get(facet) for facet in get_args(Facet)}
