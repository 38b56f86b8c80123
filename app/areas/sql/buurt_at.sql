-- Which buurt holds a point? On a shared border the lower code; NULL outside all buurten.
-- Parameter: the point in RD New. Leans on: area_buurt_geometry, the partial GiST index of buurten.
--
-- Stored borders have their corners on a grid of 2^-10 m. The point is put on a grid of 2^-12 m
-- (a quarter of a millimetre), so that "left of this edge?" is computed without rounding: no point
-- falls between two buurten that share an edge. BEGIN ATOMIC binds the names now: no search_path
-- can put another table or another ST_Covers underneath.
CREATE OR REPLACE FUNCTION buurt_at(point geometry) RETURNS text
LANGUAGE sql STABLE PARALLEL SAFE
BEGIN ATOMIC
    SELECT code
    FROM area
    WHERE level = 'buurt'
      AND ST_Covers(geometry, ST_SnapToGrid(point, 0.000244140625))
    ORDER BY code
    LIMIT 1;
END
