-- Which areas do these words name, by their name or an alias? One row for each: the place of the
-- words in the list, and the area; of those with the same name first the one of the gemeente of the
-- point.
-- Parameters: $1 words, as typed · $2, $3 point in RD or NULL. Leans on: area_names.
SELECT u.place::integer - 1 AS place, a.code, a.name
FROM unnest($1::text[]) WITH ORDINALITY AS u (words, place)
JOIN area AS a ON a.name_keys @> ARRAY[area_name_key(u.words)]
WHERE area_name_key(u.words) <> ''
ORDER BY
    u.place,
    coalesce(
        a.gemeente_code = (
            SELECT h.gemeente_code FROM area AS h
            WHERE h.code = buurt_at(ST_SetSRID(ST_MakePoint($2::float8, $3::float8), 28992))
        ),
        false
    ) DESC,
    a.code
