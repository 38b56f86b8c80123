-- Which CBS areas could these new borders replace? All of the gemeenten, what touches their box, and
-- what is named as vanished.
-- Parameters: gemeente_codes, codes, min_x, min_y, max_x, max_y (RD). Leans on: area_gemeente,
-- area_geometry, area_pkey.
SELECT
    code, level, gemeente_code, boundary,
    ST_AsBinary(label_point) AS label_point,
    ST_AsBinary(geometry) AS geometry
FROM area
WHERE level IN ('gemeente', 'wijk', 'buurt')
  AND (
      gemeente_code = ANY (CAST(:gemeente_codes AS text[]))
      OR code = ANY (CAST(:codes AS text[]))
      OR geometry && ST_MakeEnvelope(
          CAST(:min_x AS float8), CAST(:min_y AS float8),
          CAST(:max_x AS float8), CAST(:max_y AS float8), 28992
      )
  )
ORDER BY code
