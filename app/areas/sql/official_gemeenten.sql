-- Of which gemeenten do we have official borders?
-- Parameters: gemeente_codes. Leans on: area_gemeente.
SELECT DISTINCT gemeente_code
FROM area
WHERE gemeente_code = ANY (CAST(:gemeente_codes AS text[]))
  AND level = 'buurt'
  AND boundary = 'official'
