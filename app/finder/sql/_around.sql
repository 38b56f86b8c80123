-- Which entries belong to a point: those with a place, near enough, and those without one that
-- serve the buurt that holds it. Stands behind a WHERE that has a first condition.
-- Does it ask for a point at all? Only then do these lines count.
-- Parameters: :x_m and :y_m in RD, :radius_m. Leans on: finder_entry_near, finder_entry_serves.
  AND (                                                                      --? x_m
      e.point IS NOT NULL                                                    --? x_m
      AND ST_DWithin(                                                        --? x_m radius_m
          e.point, ST_SetSRID(ST_MakePoint(:x_m::float8, :y_m::float8), 28992),  --? x_m radius_m
          :radius_m::float8                                                  --? x_m radius_m
      )                                                                      --? x_m radius_m
      OR e.point IS NULL AND e.serves && (                                   --? x_m
          SELECT areas_touching(ARRAY[buurt_at(                              --? x_m
              ST_SetSRID(ST_MakePoint(:x_m::float8, :y_m::float8), 28992)    --? x_m
          )])                                                                --? x_m
      )                                                                      --? x_m
  )                                                                          --? x_m
