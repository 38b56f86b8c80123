-- How far away is the nearest entry that is found? In metres; NULL when there is none.
-- Parameters: :x_m, :y_m the point in RD, those of _entries. Leans on: finder_entry_near.
SELECT (
    SELECT e.point <-> ST_SetSRID(ST_MakePoint(:x_m::float8, :y_m::float8), 28992)
    FROM finder_entry AS e
    WHERE e.point IS NOT NULL
    --> _entries
    ORDER BY e.point <-> ST_SetSRID(ST_MakePoint(:x_m::float8, :y_m::float8), 28992)
    LIMIT 1
) AS distance_m
