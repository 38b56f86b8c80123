-- Which entries stand in a tile, and where in it? A wide tile asks an index that holds all of this;
-- a narrow one asks for its box.
-- Parameters: :extent units, those of _listed and _spot; for a narrow tile those of _in_box.
-- Leans on: finder_entry_tile, finder_entry_near.
SELECT
    e.offering_id,                                                           --? min_x_m
    e.place_id,
    e.kind,
    spot.x,
    spot.y
FROM finder_entry AS e
CROSS JOIN LATERAL (SELECT e.lon, e.lat) AS at
CROSS JOIN LATERAL (
    --> _spot
    OFFSET 0 -- worked out once for each, not for every mention
) AS spot
WHERE e.point IS NOT NULL
--> _listed
  AND e.point &&                                                             --? min_x_m
  --> _in_box
  AND spot.x >= 0 AND spot.x < :extent::integer
  AND spot.y >= 0 AND spot.y < :extent::integer
