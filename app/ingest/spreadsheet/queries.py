"""What we know already of what a file speaks of: a bounded number of statements per import."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

import shapely
from shapely.geometry.base import BaseGeometry
from sqlalchemy import select, text

from app.core.database import Db
from app.core.errors import ConflictError, NotFoundError
from app.ingest.spreadsheet.words import Lexicon, Word, WordList, name_key, word_lists
from app.vocabularies.models import VocabularyTerm

# What most people mean by a name first.
_LEVELS = ("gemeente", "stadsdeel", "people", "wijk", "buurt")


@dataclass(frozen=True, slots=True)
class KnownParent:
    """An organization or place that we have."""

    id: UUID
    name: str
    status: str
    source_name: str | None
    source_external_id: str | None
    imported: dict[str, Any] | None
    """The document as its source gave it last."""
    street: str | None = None
    house_number: str | None = None
    postcode: str | None = None


@dataclass(frozen=True, slots=True)
class KnownOffering:
    """An offering of this source that we have."""

    id: UUID
    external_id: str
    title: str
    status: str
    works_here: bool
    """Whether its organization works in the gemeente of the import."""
    is_merged: bool
    is_edited: bool
    """Whether anybody but this source ever changed it."""
    imported: dict[str, Any]
    """The document, and what stands beside it, as the source gave it last."""
    source_url: str | None
    source_checked_on: date | None


@dataclass(frozen=True, slots=True)
class Known:
    """All that a file is held against."""

    gemeente_code: str
    border: BaseGeometry | None
    """Of the gemeente, in metres RD; None while it is not drawn."""
    lexicon: Lexicon
    organizations: tuple[KnownParent, ...]
    places: tuple[KnownParent, ...]
    offerings: tuple[KnownOffering, ...]


async def known_for(db: Db, *, source: str, gemeente_code: str) -> Known:
    """What we have of this source and in this gemeente.

    Raises NotFoundError when we do not know the gemeente.
    """
    gemeente = (
        await db.execute(
            text("""
                SELECT ST_AsBinary(geometry) AS border FROM area
                WHERE code = :gemeente AND level = 'gemeente'
            """),
            {"gemeente": gemeente_code},
        )
    ).one_or_none()
    if gemeente is None:
        raise NotFoundError(
            f"Gemeente {gemeente_code} kennen wij niet. Haal eerst haar gebieden op."
        )
    terms = (await db.execute(select(VocabularyTerm))).scalars()
    about = {"source": source, "gemeente": gemeente_code}
    return Known(
        gemeente_code=gemeente_code,
        border=shapely.from_wkb(bytes(gemeente.border)) if gemeente.border else None,
        lexicon=word_lists(terms) | {"area": await _areas(db, gemeente_code)},
        organizations=await _organizations(db, about),
        places=await _places(db, about),
        offerings=await _offerings(db, about),
    )


async def _organizations(db: Db, about: dict[str, str]) -> tuple[KnownParent, ...]:
    rows = await db.execute(
        text("""
            SELECT coalesce(merged_into, id) AS id, name, status,
                CASE WHEN merged_into IS NULL THEN source_name END AS source_name,
                source_external_id, imported
            FROM organization
            WHERE :gemeente = ANY (gemeenten) OR source_name = :source
            ORDER BY status <> 'published', created_at, id
        """),
        about,
    )
    return tuple(KnownParent(**row) for row in rows.mappings())


async def _places(db: Db, about: dict[str, str]) -> tuple[KnownParent, ...]:
    rows = await db.execute(
        text("""
            SELECT coalesce(merged_into, id) AS id, name, status,
                CASE WHEN merged_into IS NULL THEN source_name END AS source_name,
                source_external_id, imported, street, house_number, postcode
            FROM place
            WHERE gemeente_code = :gemeente OR gemeente_code IS NULL OR source_name = :source
            ORDER BY status <> 'published', created_at, id
        """),
        about,
    )
    return tuple(KnownParent(**row) for row in rows.mappings())


async def _offerings(db: Db, about: dict[str, str]) -> tuple[KnownOffering, ...]:
    rows = await db.execute(
        text("""
            SELECT f.id, f.source_external_id AS external_id, f.title, f.status,
                :gemeente = ANY (o.gemeenten) AS works_here,
                f.merged_into IS NOT NULL AS is_merged,
                EXISTS (
                    SELECT FROM change c
                    WHERE c.subject_type = 'offering' AND c.subject_id = f.id::text
                      AND c.actor <> 'import:' || :source
                ) AS is_edited,
                coalesce(f.imported, '{}') AS imported, f.source_url, f.source_checked_on
            FROM offering f JOIN organization o ON o.id = f.organization_id
            WHERE f.source_name = :source
            ORDER BY f.source_external_id
        """),
        about,
    )
    return tuple(KnownOffering(**row) for row in rows.mappings())


async def _areas(db: Db, gemeente_code: str) -> WordList:
    """Areas by code; those of this gemeente, and all gemeenten, by name too."""
    rows = await db.execute(text("SELECT code, level, name, aliases, gemeente_code FROM area"))
    named, others = [], []
    for row in rows:
        if row.gemeente_code == gemeente_code or row.level == "gemeente":
            rank = (row.gemeente_code != gemeente_code, _LEVELS.index(row.level))
            named.append((rank, Word(row.name, row.code, row.level, tuple(row.aliases))))
        else:
            others.append(Word(row.code, row.code, row.level))
    named.sort(key=lambda pair: (pair[0], pair[1].code))
    gone = await db.execute(
        text("SELECT old_code, array_agg(new_code) AS new FROM area_successor GROUP BY old_code")
    )
    retired = {
        name_key(row.old_code): f"Deze code is vervallen. Nu is het {' of '.join(row.new)}."
        for row in gone
    }
    return WordList(
        words=(*(word for _, word in named), *others),
        unclear=retired | _shared_names(named),
        hint="Schrijf de naam of de code van een buurt, wijk of gemeente.",
    )


def _shared_names(named: Sequence[tuple[tuple[bool, int], Word]]) -> dict[str, str]:
    """Names that two areas of the same level have; else the larger area is meant."""
    first: dict[str, tuple[tuple[bool, int], list[str]]] = {}
    for rank, word in named:
        best, codes = first.setdefault(name_key(word.text), (rank, []))
        if rank == best:
            codes.append(word.code)
    return {
        key: f"Meer gebieden heten zo. Gebruik de code: {' of '.join(codes)}."
        for key, (_, codes) in first.items()
        if len(codes) > 1
    }


async def take_turn(db: Db, *, source: str) -> None:
    """Holds the imports of one source apart until the transaction ends.

    Raises ConflictError when another one is storing now.
    """
    is_free = await db.scalar(
        text("SELECT pg_try_advisory_xact_lock(hashtextextended('import:' || :source, 0))"),
        {"source": source},
    )
    if not is_free:
        raise ConflictError("Er loopt al een import van deze bron. Wacht tot die klaar is.")
