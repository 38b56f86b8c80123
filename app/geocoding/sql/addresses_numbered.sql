-- Which addresses have this house number, in these streets or with this postcode?
-- Parameters: :street_ids · :number · :postcode of six characters, or NULL · :many.
-- Leans on: address_pkey, address_postcode, address_street_pkey.
SELECT
    s.id::text AS street_id,
    s.name AS street,
    s.name_key,
    s.city,
    a.number,
    a.letter,
    a.addition,
    a.postcode,
    ST_X(a.point) AS x_m,
    ST_Y(a.point) AS y_m
FROM (
    SELECT * FROM address WHERE street_id = ANY (:street_ids::integer[]) AND number = :number::integer
    UNION
    SELECT * FROM address WHERE postcode = :postcode::text AND number = :number::integer
) AS a
JOIN address_street AS s ON s.id = a.street_id
ORDER BY s.id, a.letter, a.addition
LIMIT :many::integer
