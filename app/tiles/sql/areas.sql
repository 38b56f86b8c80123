-- Which areas does a tile show, and with which borders? The layer `areas`, in the bytes of a tile;
-- empty when there are none. Borders are drawn as coarse as the tile shows them, and what is smaller
-- than a pixel is left out.
-- Parameters: :z, :x, :y the tile · :level of the areas · :extent, :buffer units · :tolerance_m,
-- :smallest_m on the ground · those of _in_box. Leans on: area_geometry.
SELECT coalesce(
    ST_AsMVT(shown, 'areas', :extent::integer, 'geometry' ORDER BY shown.code)
        FILTER (WHERE shown.geometry IS NOT NULL),
    ''
) AS layer
FROM (
    SELECT
        a.code,
        a.name,
        a.level,
        a.boundary,
        ST_AsMVTGeom(
            ST_Transform(ST_Simplify(a.geometry, :tolerance_m::float8), 3857),
            ST_TileEnvelope(:z::integer, :x::integer, :y::integer),
            :extent::integer,
            :buffer::integer
        ) AS geometry
    FROM area AS a
    WHERE a.level = :level::text
      AND a.geometry &&
      --> _in_box
      AND greatest(
          ST_XMax(a.geometry) - ST_XMin(a.geometry), ST_YMax(a.geometry) - ST_YMin(a.geometry)
      ) >= :smallest_m::float8
) AS shown
