-- Which addresses stand in these streets? A batch of them; each is new.
-- Parameters: lists of one length: :street_ids, :numbers, :letters, :additions, :postcodes ('' where
-- there is none), :xs_m, :ys_m in RD.
-- Leans on: address_pkey.
INSERT INTO address (street_id, number, letter, addition, postcode, point)
SELECT
    a.street_id, a.number, a.letter, a.addition, nullif(a.postcode, ''),
    ST_SetSRID(ST_MakePoint(a.x_m, a.y_m), 28992)
FROM unnest(
    CAST(:street_ids AS integer[]), CAST(:numbers AS integer[]), CAST(:letters AS text[]),
    CAST(:additions AS text[]), CAST(:postcodes AS text[]),
    CAST(:xs_m AS float8[]), CAST(:ys_m AS float8[])
) AS a (street_id, number, letter, addition, postcode, x_m, y_m)
