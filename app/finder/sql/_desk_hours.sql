-- When does somebody answer there? Sessions that follow each other without a gap are one stretch.
-- Stands behind the FROM of a query; the entry is `e`, the answer `hours`: the end of the stretch
-- that is going on, and the beginning and the text of the next session.
-- Parameters: :now. Leans on nothing: the sessions stand in the row.
CROSS JOIN LATERAL (
    SELECT
        (
            SELECT upper(stretch)
            FROM (
                SELECT unnest(range_agg(tstzrange(u.starts_at, u.ends_at))) AS stretch
                FROM unnest(e.upcoming_starts, e.upcoming) AS u (starts_at, ends_at)
            ) AS joined
            WHERE stretch @> :now::timestamptz
        ) AS closes_at,
        coming.starts_at AS opens_at,
        coming.session ->> 'text' AS opens_text
    FROM (SELECT) AS always
    LEFT JOIN LATERAL (
        SELECT u.starts_at, u.session::json AS session
        FROM unnest(e.upcoming_starts, e.upcoming, e.upcoming_next)
            AS u (starts_at, ends_at, session)
        WHERE u.starts_at > :now::timestamptz
        ORDER BY u.starts_at, u.ends_at
        LIMIT 1
    ) AS coming ON TRUE
) AS hours
