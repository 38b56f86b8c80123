-- What stands on the page: what is `placed`, by distance, and what after it, that has no place and
-- comes to the buurt of the point, by name? Stands behind that part of WITH.
-- Parameters: :x_m, :y_m the point in RD · :limit · :after_name, :after_id the key to go on from
-- · :needs says that there are words `asked` · those of _entries, _items and _ticks.
-- Leans on: finder_entry_comes; session_starts, session_ends.
, turns AS (
    SELECT
        f.*,
        row_number() OVER (
            ORDER BY f.half, f.distance_m, CASE f.half WHEN 2 THEN f.name_key END, f.offering_id
        ) AS turn
    FROM (
        SELECT p.*, 1 AS half FROM placed AS p
        UNION ALL
        (
            SELECT e.*, NULL::float8 AS distance_m, 2 AS half
            FROM finder_entry AS e
            -- Not even looked at while the first half fills the page.
            WHERE (SELECT count(*) FROM placed) <= :limit::integer
              AND e.point IS NULL
              AND e.serves && (
                  SELECT areas_touching(ARRAY[buurt_at(
                      ST_SetSRID(ST_MakePoint(:x_m::float8, :y_m::float8), 28992)
                  )])
              )
              AND (e.name_key, e.offering_id) > (:after_name::text, :after_id::uuid)  --? after_name
              AND e.search @@ (SELECT a.words FROM asked AS a)               --? needs
            --> _entries
            ORDER BY e.name_key, e.offering_id
            LIMIT :limit::integer + 1
        )
    ) AS f
)
SELECT
    --> _items
    count(*) > :limit::integer AS has_more,
    max(e.distance_m) FILTER (WHERE e.turn = :limit::integer) AS last_m,
    max(e.name_key) FILTER (WHERE e.turn = :limit::integer) AS last_name,
    max(e.offering_id::text) FILTER (WHERE e.turn = :limit::integer) AS last_id,
    --> _ticks
FROM turns AS e
