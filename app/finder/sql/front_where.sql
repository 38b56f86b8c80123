-- Whose front doors are meant? The point to measure from, the gemeenten, and the codes of the areas
-- that overlap it. Without areas: those of the buurt that holds the point; outside all: nothing.
-- Parameters: :x_m, :y_m the point in RD, or :its_buurten with :its_touching the areas, or both.
-- Leans on: area_buurt_geometry, area_pkey.
SELECT
    coalesce(:x_m::float8, ST_X(middle.point)) AS x_m,
    coalesce(:y_m::float8, ST_Y(middle.point)) AS y_m,
    touched.codes AS its_touching,
    ARRAY(
        SELECT DISTINCT a.gemeente_code FROM area AS a WHERE a.code = ANY (touched.codes) ORDER BY 1
    ) AS gemeenten
FROM (
    SELECT coalesce(
        :its_touching::text[],
        areas_touching(ARRAY[buurt_at(
            ST_SetSRID(ST_MakePoint(:x_m::float8, :y_m::float8), 28992)
        )])
    ) AS codes
) AS touched
CROSS JOIN (
    SELECT ST_Centroid(ST_Collect(a.label_point)) AS point
    FROM area AS a
    WHERE a.code = ANY (:its_buurten::text[])
) AS middle
