-- Where in the tile is a point, in whole units from its north-west corner? One row, `x` and `y`; the
-- point is `at`, in degrees. Arithmetic, because ST_Transform takes twenty times as long.
-- Parameters: :scale units round the world, :left and :top of the tile in those. Leans on nothing.
SELECT
    (floor((at.lon + 180) / 360 * :scale::float8) - :left::float8)::integer AS x,
    (floor((1 - ln(tan(pi() / 4 + radians(at.lat) / 2)) / pi()) / 2 * :scale::float8)
        - :top::float8)::integer AS y
