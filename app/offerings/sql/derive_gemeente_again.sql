-- In which gemeente is an offering without a place, now that areas have changed?
-- Parameters: gemeente_codes text[]. Leans on offering_service_area_code. The trigger on offering
-- derives; touching the row is enough.
UPDATE offering AS o
SET gemeente_code = o.gemeente_code
WHERE o.place_id IS NULL
  AND o.id IN (
    SELECT s.offering_id
    FROM offering_service_area AS s
    JOIN area AS a ON a.code = s.area_code
    WHERE a.gemeente_code = ANY (:gemeente_codes)
  )
  AND o.gemeente_code IS DISTINCT FROM (
    SELECT min(a.gemeente_code)
    FROM offering_service_area AS s
    JOIN area AS a ON a.code = s.area_code
    WHERE s.offering_id = o.id
  )
RETURNING o.id
