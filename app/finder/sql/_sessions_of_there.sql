-- And those that are nowhere that everybody may know: is what they belong to where it was asked?
-- Stands behind a WHERE that has a first condition; the entry is `e`.
-- Parameters: those of _around and of a box. Leans on what those lean on.
  AND e.lon BETWEEN :its_min_lon::float8 AND :its_max_lon::float8            --? its_min_lon
  AND e.lat BETWEEN :its_min_lat::float8 AND :its_max_lat::float8            --? its_min_lon
--> _around
