-- Which box in RD holds all that a tile shows? An expression, where there is such a box.
-- Parameters: :min_x_m, :min_y_m, :max_x_m, :max_y_m in metres RD. Leans on nothing.
ST_MakeEnvelope(                                                             --? min_x_m
    :min_x_m::float8, :min_y_m::float8, :max_x_m::float8, :max_y_m::float8, 28992  --? min_x_m
)                                                                            --? min_x_m
