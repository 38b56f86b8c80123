-- Which sessions are where it was asked? Stands behind a WHERE that has a first condition; the
-- session is `s`, and everybody may know its point.
-- Parameters: :x_m, :y_m, :radius_m, those of a box. Leans on: session_near.
  AND ST_DWithin(                                                            --? radius_m
      s.point, ST_SetSRID(ST_MakePoint(:x_m::float8, :y_m::float8), 28992),  --? radius_m
      :radius_m::float8                                                      --? radius_m
  )                                                                          --? radius_m
  AND s.point && ST_MakeEnvelope(                                            --? its_min_lon
      :its_min_x_m::float8, :its_min_y_m::float8,                            --? its_min_lon
      :its_max_x_m::float8, :its_max_y_m::float8, 28992                      --? its_min_lon
  )                                                                          --? its_min_lon
  AND round(ST_X(ST_Transform(s.point, 4326))::numeric, 6)::float8           --? its_min_lon
      BETWEEN :its_min_lon::float8 AND :its_max_lon::float8                  --? its_min_lon
  AND round(ST_Y(ST_Transform(s.point, 4326))::numeric, 6)::float8           --? its_min_lon
      BETWEEN :its_min_lat::float8 AND :its_max_lat::float8                  --? its_min_lon
