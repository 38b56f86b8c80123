-- Which numbers do these streets of one source get? They are new to it.
-- Parameters: :source · :cities, :names, :name_keys, :xs_m, :ys_m as lists of one length, in RD.
-- Leans on: address_street_pkey.
INSERT INTO address_street (source, city, name, name_key, point)
SELECT :source, s.city, s.name, s.name_key, ST_SetSRID(ST_MakePoint(s.x_m, s.y_m), 28992)
FROM unnest(
    CAST(:cities AS text[]), CAST(:names AS text[]), CAST(:name_keys AS text[]),
    CAST(:xs_m AS float8[]), CAST(:ys_m AS float8[])
) AS s (city, name, name_key, x_m, y_m)
RETURNING id, city, name
