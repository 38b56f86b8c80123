-- Which entries are of these gemeenten: based there, or coming to any part of them? Stands behind
-- a WHERE that has a first condition; the entry is `e`.
-- Parameters: :gemeenten. Leans on: finder_entry_gemeente, finder_entry_serves, area_gemeente.
  AND (
      e.gemeente_code = ANY (:gemeenten::text[])
      OR e.serves && ARRAY(
          SELECT a.code FROM area AS a WHERE a.gemeente_code = ANY (:gemeenten::text[])
      )
  )
