"""Storing postcodes and addresses of one source: what it said before goes."""

from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import TypeVar

from sqlalchemy import TextClause

from app.core.database import Db
from app.core.errors import ConflictError
from app.core.sql import statement
from app.geocoding.names import street_key

BATCH = 5_000

_TURN: TextClause = statement(__file__, "addresses_turn")
_REMOVE_SOURCE: TextClause = statement(__file__, "remove_source")
_REMOVE_POSTCODES: TextClause = statement(__file__, "remove_postcodes")
_STORE_STREETS: TextClause = statement(__file__, "store_streets")
_STORE_ADDRESSES: TextClause = statement(__file__, "store_addresses")
_STORE_POSTCODES: TextClause = statement(__file__, "store_postcodes")

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class PostcodeRow:
    """A postcode of four figures or six characters, and its middle in RD."""

    postcode: str
    x_m: float
    y_m: float
    gemeente_code: str = ""
    """Empty: that of the buurt around the point."""


@dataclass(frozen=True, slots=True)
class AddressRow:
    """An address, and where it is in RD."""

    city: str
    street: str
    number: int
    x_m: float
    y_m: float
    letter: str = ""
    addition: str = ""
    postcode: str = ""

    @property
    def identity(self) -> tuple[str, str, int, str, str]:
        """What tells it from all others of its source."""
        return self.city, self.street, self.number, self.letter, self.addition


def nothing_told(_done: int) -> None:
    """Nobody wants to know how far it is."""


async def replace_postcodes(db: Db, rows: Collection[PostcodeRow], *, source: str) -> None:
    """The postcodes of this source are these, each once.

    Raises ConflictError while another import of this source is at it.
    """
    await _take_turn(db, source=source)
    await db.execute(_REMOVE_POSTCODES, {"source": source})
    for batch in _batches(rows):
        await db.execute(
            _STORE_POSTCODES,
            {
                "source": source,
                "postcodes": [row.postcode for row in batch],
                "gemeente_codes": [row.gemeente_code for row in batch],
                "xs_m": [row.x_m for row in batch],
                "ys_m": [row.y_m for row in batch],
            },
        )


async def replace_addresses(
    db: Db,
    rows: Sequence[AddressRow],
    *,
    source: str,
    tell: Callable[[int], None] = nothing_told,
) -> None:
    """The addresses of this source are these, each once; its postcodes those that they name.

    `tell` hears how many are stored. Whoever searches meanwhile finds what was there before.
    Raises ConflictError while another import of this source is at it.
    """
    await _take_turn(db, source=source)
    await db.execute(_REMOVE_SOURCE, {"source": source})
    ids = await _store_streets(db, rows, source=source)
    done = 0
    for batch in _batches(rows):
        await db.execute(
            _STORE_ADDRESSES,
            {
                "street_ids": [ids[row.city, row.street] for row in batch],
                "numbers": [row.number for row in batch],
                "letters": [row.letter for row in batch],
                "additions": [row.addition for row in batch],
                "postcodes": [row.postcode for row in batch],
                "xs_m": [row.x_m for row in batch],
                "ys_m": [row.y_m for row in batch],
            },
        )
        done += len(batch)
        tell(done)
    with_postcode = _grouped((row.postcode, row) for row in rows if row.postcode)
    middles = [(code, _middle(of)) for code, of in with_postcode.items()]
    await replace_postcodes(
        db, [PostcodeRow(code, row.x_m, row.y_m) for code, row in middles], source=source
    )


async def _take_turn(db: Db, *, source: str) -> None:
    if not (await db.execute(_TURN, {"source": source})).one().is_ours:
        raise ConflictError("Van deze bron wordt al iets ingelezen. Wacht tot dat klaar is.")


async def _store_streets(
    db: Db, rows: Sequence[AddressRow], *, source: str
) -> dict[tuple[str, str], int]:
    ids: dict[tuple[str, str], int] = {}
    streets = _grouped(((row.city, row.street), row) for row in rows)
    for batch in _batches(streets.items()):
        middles = [_middle(of) for _, of in batch]
        stored = await db.execute(
            _STORE_STREETS,
            {
                "source": source,
                "cities": [city for (city, _), _ in batch],
                "names": [name for (_, name), _ in batch],
                "name_keys": [street_key(name) for (_, name), _ in batch],
                "xs_m": [row.x_m for row in middles],
                "ys_m": [row.y_m for row in middles],
            },
        )
        ids.update({(row.city, row.name): row.id for row in stored})
    return ids


Key = TypeVar("Key")


def _grouped(pairs: Iterable[tuple[Key, AddressRow]]) -> dict[Key, list[AddressRow]]:
    groups: dict[Key, list[AddressRow]] = {}
    for key, row in pairs:
        groups.setdefault(key, []).append(row)
    return groups


def _middle(rows: Sequence[AddressRow]) -> AddressRow:
    """The one nearest to the middle of all: a door, and not the water in a bend of the street."""
    x_m = sum(row.x_m for row in rows) / len(rows)
    y_m = sum(row.y_m for row in rows) / len(rows)
    return min(rows, key=lambda row: (row.x_m - x_m) ** 2 + (row.y_m - y_m) ** 2)


def _batches(rows: Iterable[T]) -> Iterator[list[T]]:
    left = iter(rows)
    while batch := list(islice(left, BATCH)):
        yield batch
