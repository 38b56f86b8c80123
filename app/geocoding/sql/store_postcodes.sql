-- Where do these postcodes of one source lie? A batch of them; each is new to it. The gemeente is
-- the one that was said ('' where none was), else that of the buurt around the point.
-- Parameters: :source · :postcodes, :gemeente_codes, :xs_m, :ys_m as lists of one length, in RD.
-- Leans on: postcode_point_pkey, area_buurt_geometry by buurt_at.
INSERT INTO postcode_point (postcode, source, gemeente_code, point)
SELECT
    p.postcode,
    :source,
    coalesce(
        nullif(p.gemeente_code, ''),
        (SELECT a.gemeente_code FROM area AS a WHERE a.code = buurt_at(p.point))
    ),
    p.point
FROM (
    SELECT
        u.postcode, u.gemeente_code, ST_SetSRID(ST_MakePoint(u.x_m, u.y_m), 28992) AS point
    FROM unnest(
        CAST(:postcodes AS text[]), CAST(:gemeente_codes AS text[]),
        CAST(:xs_m AS float8[]), CAST(:ys_m AS float8[])
    ) AS u (postcode, gemeente_code, x_m, y_m)
) AS p
