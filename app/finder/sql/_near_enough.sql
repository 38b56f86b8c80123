-- Which entries with a place are not too far away, and come after the page before? Stands behind a
-- WHERE that has a first condition; the entry is `e`.
-- Parameters: :x_m, :y_m the point in RD · :radius_m · :after_m, :after_id, :after_name.
-- Leans on: finder_entry_near by radius.
  AND e.point IS NOT NULL
  AND FALSE                                                                  --? after_name
  AND ST_DWithin(e.point, ST_SetSRID(ST_MakePoint(:x_m::float8, :y_m::float8), 28992), :radius_m::float8)  --? radius_m
  AND (                                                                      --? after_m
      e.point <-> ST_SetSRID(ST_MakePoint(:x_m::float8, :y_m::float8), 28992), e.offering_id  --? after_m
  ) > (:after_m::float8, :after_id::uuid)                                    --? after_m
