"""Rows that the database has to refuse by itself, whoever writes them.

A bad row is a good row of the same table with one thing different.
"""

import json
from typing import Any
from uuid import uuid4

from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from app.core.database import Db, sqlstate

Different = dict[str, Any]

# Constraints, and values that are not what a column holds.
REFUSALS = ("23", "22")


async def copy_row(db: Db, table: str, different: Different) -> None:
    """Inserts the first row of a table once more, with a few columns different."""
    columns = ", ".join(
        (
            await db.execute(
                text("""
                    SELECT quote_ident(column_name) FROM information_schema.columns
                    WHERE table_schema = 'public' AND table_name = :table
                        AND is_generated = 'NEVER' AND is_identity = 'NO'
                    ORDER BY ordinal_position
                """),
                {"table": table},
            )
        ).scalars()
    )
    await db.execute(
        text(f"""
            INSERT INTO {table} ({columns})
            SELECT {columns}
            FROM (
                SELECT (jsonb_populate_record(good, CAST(:different AS jsonb))).*
                FROM {table} AS good
                LIMIT 1
            ) AS copy
        """),  # noqa: S608 - names of our own tables and columns
        {"different": json.dumps(different)},
    )


async def is_refused(db: Db, table: str, different: Different) -> bool:
    """Whether a constraint, or the reading of a value, says no to such a row."""
    attempt = await db.begin_nested()
    try:
        await copy_row(db, table, different)
    except DBAPIError as error:
        return (sqlstate(error) or "").startswith(REFUSALS)
    finally:
        await attempt.rollback()
    return False


def new_key() -> Different:
    return {"id": str(uuid4())}
