-- What is nearest to a point? A page of cards: first what has a place, by distance, then what comes
-- to the buurt of the point, by name. With the sort key of the last one, and the moments around now
-- at which the clock changes any answer.
-- Parameters: :x_m, :y_m the point in RD · :limit · :needs, without the beginning of a word (begun)
-- · those of _near_enough, _entries and _page_by_distance.
-- Leans on: finder_entry_near by distance, with words finder_entry_near_words; what
-- _page_by_distance leans on.
WITH asked AS MATERIALIZED (                                                 --? needs
    SELECT search_question(:needs::jsonb) AS words                           --? needs
), placed AS MATERIALIZED (                                                  --? needs
WITH placed AS MATERIALIZED (                                                --? !needs
    -- The index gives the order of distance alone: everything at the last distance comes along, and
    -- the ids decide below.
    SELECT
        e.*,
        e.point <-> ST_SetSRID(ST_MakePoint(:x_m::float8, :y_m::float8), 28992) AS distance_m
    FROM finder_entry AS e
    WHERE TRUE
      AND e.search @@ (SELECT a.words FROM asked AS a)                       --? needs
    --> _near_enough
    --> _entries
    ORDER BY e.point <-> ST_SetSRID(ST_MakePoint(:x_m::float8, :y_m::float8), 28992)
    FETCH FIRST (:limit::integer + 1) ROWS WITH TIES
)
--> _page_by_distance
