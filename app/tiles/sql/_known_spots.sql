-- Which places may everybody know stand in a tile, and where in it?
-- Parameters: :extent units, those of _in_box and _spot. Leans on: place_point.
SELECT p.id, p.name, p.kind, spot.x, spot.y
FROM place AS p
CROSS JOIN LATERAL (SELECT ST_Transform(p.point, 4326) AS point OFFSET 0) AS spoken
-- As rounded as finder_source has it: an entry stands where its place does.
CROSS JOIN LATERAL (
    SELECT
        round(ST_X(spoken.point) * 1000000) / 1000000 AS lon,
        round(ST_Y(spoken.point) * 1000000) / 1000000 AS lat
) AS at
CROSS JOIN LATERAL (
    --> _spot
    OFFSET 0 -- worked out once for each, not for every mention
) AS spot
WHERE p.status = 'published'
  AND p.visibility = 'public'
  AND p.point &&
  --> _in_box
  AND spot.x >= 0 AND spot.x < :extent::integer
  AND spot.y >= 0 AND spot.y < :extent::integer
