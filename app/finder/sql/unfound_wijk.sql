-- In which one wijk was this asked? Of the areas that were asked, else of the buurt at the point;
-- empty when that is none, several, something larger, or fewer people than one may count in.
-- Parameters: $1 area codes, $2 and $3 the point in RD New in metres, or NULL. Leans on: area_pkey,
-- area_buurt_geometry.
SELECT CASE
    WHEN count(DISTINCT coalesce(w.code, '')) = 1 THEN min(coalesce(w.code, ''))
    ELSE ''
END
FROM unnest(
    CASE
        WHEN cardinality($1::text[]) > 0 THEN $1::text[]
        ELSE ARRAY[
            buurt_at(ST_SetSRID(ST_MakePoint($2::double precision, $3::double precision), 28992))
        ]
    END
) AS asked (code)
LEFT JOIN area AS a ON a.code = asked.code
LEFT JOIN area AS w
    ON w.code = CASE a.level WHEN 'wijk' THEN a.code WHEN 'buurt' THEN a.parent_code END
    AND w.level = 'wijk'
    AND w.inhabitants >= 1000
