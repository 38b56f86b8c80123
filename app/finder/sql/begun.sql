-- What is nearest to a point, as near.sql asks, where the last word may be the beginning of one? No
-- index knows what is nearest of those: the few that have it are gathered; if there are more than a
-- few, then some are near, and one looks around the point.
-- Parameters: :many, from how many on one looks around · :needs · those of near.
-- Leans on: finder_entry_words; finder_entry_near by distance; what _page_by_distance leans on.
WITH asked AS MATERIALIZED (
    SELECT search_question(:needs::jsonb) AS words
), gathered AS MATERIALIZED (
    SELECT e.ctid AS stands_at
    FROM finder_entry AS e
    WHERE e.is_listed AND e.search @@ (SELECT a.words FROM asked AS a)
    LIMIT :many::integer
), few AS MATERIALIZED (
    SELECT
        e.*,
        e.point <-> ST_SetSRID(ST_MakePoint(:x_m::float8, :y_m::float8), 28992) AS distance_m
    FROM finder_entry AS e
    WHERE (SELECT count(*) FROM gathered) < :many::integer
      AND e.ctid = ANY (ARRAY(SELECT g.stands_at FROM gathered AS g))
    --> _near_enough
    --> _entries
    ORDER BY e.point <-> ST_SetSRID(ST_MakePoint(:x_m::float8, :y_m::float8), 28992), e.offering_id
    LIMIT :limit::integer + 1
), around AS MATERIALIZED (
    SELECT
        e.*,
        e.point <-> ST_SetSRID(ST_MakePoint(:x_m::float8, :y_m::float8), 28992) AS distance_m
    FROM finder_entry AS e
    WHERE (SELECT count(*) FROM gathered) >= :many::integer
      -- Looked at in the order of distance: inside CASE no index is used for it.
      AND CASE WHEN e.is_listed THEN e.search @@ (SELECT a.words FROM asked AS a) END
    --> _near_enough
    --> _entries
    ORDER BY e.point <-> ST_SetSRID(ST_MakePoint(:x_m::float8, :y_m::float8), 28992)
    FETCH FIRST (:limit::integer + 1) ROWS WITH TIES
), placed AS (
    SELECT * FROM few
    UNION ALL
    SELECT * FROM around
)
--> _page_by_distance
