-- What is when? A page of sessions in order of time, cancelled ones too; with the sort key of the
-- last one, and when a session last ended and when one next will: between those, or midnight, the
-- clock changes nothing. Where a session is counts when everybody may know that; otherwise it is
-- found where what it belongs to is found.
-- Parameters: :limit · geojson · :x_m, :y_m the point in RD · those of _sessions_kept,
-- _sessions_there, _sessions_of_there and _entries.
-- Leans on: session_near with a radius or a box (with 360,000 sessions, reading it in order of time
-- by the distance to the first moment gained nothing over sorting); session_starts otherwise;
-- session_ends.
WITH found AS (
    (
        SELECT
            s.*,
            e.place_id AS entry_place_id,
            s.point <-> ST_SetSRID(ST_MakePoint(:x_m::float8, :y_m::float8), 28992) AS distance_m  --? x_m
            NULL::float8 AS distance_m                                       --? !x_m
        FROM
        --> _sessions
        WHERE s.point IS NOT NULL
        --> _sessions_there
        --> _sessions_kept
        --> _entries
        ORDER BY s.starts_at, s.offering_id, s.original_starts_at
        LIMIT :limit::integer + 1
    )
    UNION ALL
    (
        SELECT s.*, e.place_id AS entry_place_id, NULL::float8 AS distance_m
        FROM
        --> _sessions
        WHERE s.point IS NULL
        --> _sessions_of_there
        --> _sessions_kept
        --> _entries
        ORDER BY s.starts_at, s.offering_id, s.original_starts_at
        LIMIT :limit::integer + 1
    )
), turns AS (
    SELECT
        f.*,
        row_number() OVER (ORDER BY f.starts_at, f.offering_id, f.original_starts_at) AS turn
    FROM found AS f
    ORDER BY turn
    LIMIT :limit::integer + 1
)
SELECT
    coalesce(
        string_agg(
            '{"type":"Feature","id":"' || s.offering_id || '/'               --? geojson
            || instant_text(s.original_starts_at) || '","geometry":'         --? geojson
            || coalesce(told.geometry, 'null') || ',"properties":' ||        --? geojson
            told.members
            || '}'                                                           --? geojson
            , ',' ORDER BY s.turn
        ) FILTER (WHERE s.turn <= :limit::integer),
        ''
    ) AS items,
    count(*) > :limit::integer AS has_more,
    max(s.starts_at) FILTER (WHERE s.turn = :limit::integer) AS last_start,
    max(s.original_starts_at) FILTER (WHERE s.turn = :limit::integer) AS last_start_of,
    max(s.offering_id::text) FILTER (WHERE s.turn = :limit::integer) AS last_id,
    (SELECT max(x.ends_at) FROM session AS x WHERE x.ends_at <= :now::timestamptz) AS ticked_at,
    (SELECT min(x.ends_at) FROM session AS x WHERE x.ends_at > :now::timestamptz) AS ticks_at
FROM turns AS s
JOIN offering AS o ON o.id = s.offering_id
LEFT JOIN place AS p
    ON p.id = coalesce(s.place_id, s.entry_place_id) AND
    --> _place_public
CROSS JOIN LATERAL (
    --> _session
) AS told
