-- Which places are there, nearest first, or by name? A page of them with what goes on there, the
-- sort key of the last one, and the next moment at which a session makes the clock matter.
-- Parameters: :x_m, :y_m the point in RD · :limit · :after_m or :after_name, :after_id the sort key
-- to go on from · geojson · those of _places_kept, _place_facts and _place_offerings.
-- Leans on: place_point by distance; what those lean on.
WITH found AS (
    SELECT
        p.*,
        p.point <-> ST_SetSRID(ST_MakePoint(:x_m::float8, :y_m::float8), 28992) AS distance_m,  --? x_m
        NULL::float8 AS distance_m,                                          --? !x_m
        area_name_key(p.name) COLLATE "C" AS name_key
    FROM
    --> _places_kept
      AND (                                                                  --? after_m
          p.point <-> ST_SetSRID(ST_MakePoint(:x_m::float8, :y_m::float8), 28992), p.id  --? after_m
      ) > (:after_m::float8, :after_id::uuid)                                --? after_m
      AND (area_name_key(p.name) COLLATE "C", p.id) > (:after_name::text, :after_id::uuid)  --? after_name
    ORDER BY
        p.point <-> ST_SetSRID(ST_MakePoint(:x_m::float8, :y_m::float8), 28992),  --? x_m
        area_name_key(p.name) COLLATE "C",                                   --? !x_m
        p.id
    LIMIT :limit::integer + 1
), turns AS (
    SELECT
        f.*,
        row_number() OVER (
            ORDER BY
                f.distance_m,                                                --? x_m
                f.name_key,                                                  --? !x_m
                f.id
        ) AS turn
    FROM found AS f
)
SELECT
    coalesce(
        string_agg(
            '{"type":"Feature","id":"' || p.id || '","geometry":'            --? geojson
            || told.geometry || ',"properties":' ||                          --? geojson
            left(told.members, -1) || ',"offerings":[' || theirs.cards || ']}'
            || '}'                                                           --? geojson
            , ',' ORDER BY p.turn
        ) FILTER (WHERE p.turn <= :limit::integer),
        ''
    ) AS items,
    count(*) > :limit::integer AS has_more,
    max(p.distance_m) FILTER (WHERE p.turn = :limit::integer) AS last_m,
    max(p.name_key) FILTER (WHERE p.turn = :limit::integer) AS last_name,
    max(p.id::text) FILTER (WHERE p.turn = :limit::integer) AS last_id,
    --> _ticks
FROM turns AS p
CROSS JOIN LATERAL (
    --> _place_facts
) AS told
CROSS JOIN LATERAL (
    --> _place_offerings
) AS theirs
