-- What is nearest to a point? A page of cards: first what has a place, by distance, then what comes
-- to the buurt of the point, by name. With the sort key of the last one, and the moments around now
-- at which the clock changes any answer.
-- Parameters: :x_m, :y_m the point in RD · :radius_m · :limit · :after_m or :after_name, :after_id the
-- sort key to go on from · those of _entries and _card.
-- Leans on: finder_entry_near by distance; finder_entry_serves; session_starts, session_ends.
WITH placed AS MATERIALIZED (
    -- The index gives the order of distance alone: everything at the last distance comes along, and
    -- the ids decide below.
    SELECT
        e.*,
        e.point <-> ST_SetSRID(ST_MakePoint(:x_m::float8, :y_m::float8), 28992) AS distance_m
    FROM finder_entry AS e
    WHERE e.point IS NOT NULL
      AND FALSE                                                              --? after_name
      AND ST_DWithin(                                                        --? radius_m
          e.point, ST_SetSRID(ST_MakePoint(:x_m::float8, :y_m::float8), 28992),  --? radius_m
          :radius_m::float8                                                  --? radius_m
      )                                                                      --? radius_m
      AND (                                                                  --? after_m
          e.point <-> ST_SetSRID(ST_MakePoint(:x_m::float8, :y_m::float8), 28992),  --? after_m
          e.offering_id                                                      --? after_m
      ) > (:after_m::float8, :after_id::uuid)                                --? after_m
    --> _entries
    ORDER BY e.point <-> ST_SetSRID(ST_MakePoint(:x_m::float8, :y_m::float8), 28992)
    FETCH FIRST (:limit::integer + 1) ROWS WITH TIES
), turns AS (
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
