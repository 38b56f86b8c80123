"""What the read model should be, asked in the plainest way there is."""

from collections.abc import Mapping
from uuid import UUID

from sqlalchemy import text

from app.core.database import Db


async def what_differs(db: Db) -> list[str]:
    """Rows that `finder_entry` has and its definition has not, or the other way round.

    And sessions whose point is not what it should be.
    """
    rows = await db.execute(
        text("""
            SELECT 'surplus ' || offering_id
            FROM (TABLE finder_entry EXCEPT TABLE finder_source) AS surplus
            UNION ALL
            SELECT 'missing ' || offering_id
            FROM (TABLE finder_source EXCEPT TABLE finder_entry) AS missing
            UNION ALL
            SELECT 'session of ' || s.offering_id
            FROM session AS s
            JOIN finder_session_source AS f USING (offering_id, original_starts_at)
            WHERE s.point IS DISTINCT FROM f.point
            ORDER BY 1
        """)
    )
    return list(rows.scalars())


async def versions(db: Db) -> Mapping[str, int]:
    """Gemeente → its version."""
    rows = await db.execute(
        text("SELECT gemeente_code, sum(version) FROM finder_version GROUP BY gemeente_code")
    )
    return {code: int(version) for code, version in rows}


async def what_answers_hold(db: Db) -> Mapping[str, str]:
    """Gemeente → a digest of every row that an answer about it may show."""
    rows = await db.execute(
        text("""
            WITH said AS (
                SELECT u.code, concat(
                    e, o,
                    (SELECT array_agg(s ORDER BY s.original_starts_at)
                     FROM session AS s WHERE s.offering_id = o.id),
                    (SELECT array_agg(s ORDER BY s.position)
                     FROM schedule AS s WHERE s.offering_id = o.id),
                    (SELECT array_agg(g ORDER BY g.id)
                     FROM offering_organizer AS r JOIN organization AS g ON g.id = r.organization_id
                     WHERE r.offering_id = o.id),
                    (SELECT array_agg(n ORDER BY n.offering_id)
                     FROM offering_next_step AS r
                     JOIN finder_entry AS n ON n.offering_id = r.next_id
                     WHERE r.offering_id = o.id)
                ) AS what
                FROM finder_entry AS e
                JOIN offering AS o ON o.id = e.offering_id
                CROSS JOIN LATERAL unnest(e.gemeente_codes) AS u (code)
                UNION ALL
                SELECT coalesce(p.gemeente_code, ''), concat(
                    p, (SELECT g FROM organization AS g WHERE g.id = p.organization_id),
                    (SELECT array_agg(s ORDER BY s.during)
                     FROM place_opening AS s WHERE s.place_id = p.id)
                )
                FROM place AS p
                UNION ALL
                SELECT a.gemeente_code, concat(a) FROM area AS a
            )
            SELECT code, md5(string_agg(what, '' ORDER BY what)) AS digest
            FROM said
            GROUP BY code
        """)
    )
    return {row.code: row.digest for row in rows}


async def point_of(db: Db, offering_id: UUID) -> str | None:
    """Where the read model says that an offering is."""
    found: str | None = await db.scalar(
        text("SELECT ST_AsText(point) FROM finder_entry WHERE offering_id = :id"),
        {"id": offering_id},
    )
    return found
