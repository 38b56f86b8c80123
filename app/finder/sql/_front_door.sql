-- Which is the one support point for mantelzorgers of these gemeenten? General provision first, then
-- the one that names the gemeente itself, then the eldest. A query of one row or none.
-- Parameters: :gemeenten · by_point says that :x_m, :y_m is where somebody is · those of _entries.
-- Leans on what _of_gemeente leans on; offering_pkey.
SELECT
    e.*,
    e.point <-> ST_SetSRID(ST_MakePoint(:x_m::float8, :y_m::float8), 28992) AS distance_m  --? by_point
    NULL::float8 AS distance_m                                               --? !by_point
FROM finder_entry AS e
JOIN offering AS o ON o.id = e.offering_id
WHERE e.kind = (
      SELECT t.position FROM vocabulary_term AS t
      WHERE t.vocabulary = 'kind' AND t.code = 'mantelzorgsteun'
  )
--> _of_gemeente
--> _entries
ORDER BY
    o.provision <> 'general',
    NOT e.serves && :gemeenten::text[],
    e.offering_id
LIMIT 1
