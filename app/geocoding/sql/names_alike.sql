-- Which areas, public places, streets and postcodes have a name somewhat like this one? At most a
-- few dozen of each, the most alike first; how alike they are is judged by app.geocoding.ranking.
-- Of the gemeenten all, up to a number: they say what somebody else's service is asked about.
-- Parameters: :trigrams of what was typed · :telling those that say something about a street ·
-- :place_kinds that were named · :addresses as they may stand with a place, folded ·
-- :postcodes, of four figures and of six characters · :many of each kind · :gemeenten.
-- Leans on: area_name_trigrams, place_name_trigrams, address_street_trigrams, place_address,
-- postcode_point_pkey, area_gemeente; the kinds of places by going through the public ones.
WITH places AS (
    (
        SELECT p.id
        FROM place AS p
        CROSS JOIN LATERAL (
            SELECT count(*) AS hits
            FROM unnest(:trigrams::text[]) AS one
            WHERE strpos(' ' || lower(p.name) || ' ', one) > 0
        ) AS alike
        WHERE p.status = 'published'
          AND p.visibility = 'public'
          AND name_trigrams(ARRAY[area_name_key(p.name)]) && :trigrams::text[]
        ORDER BY alike.hits DESC, length(p.name), p.id
        LIMIT :many::integer
    )
    UNION
    (
        SELECT p.id
        FROM place AS p
        WHERE p.status = 'published'
          AND p.visibility = 'public'
          AND p.kind = ANY (:place_kinds::text[])
        ORDER BY p.id
        LIMIT :many::integer
    )
    UNION
    (
        SELECT p.id
        FROM place AS p
        WHERE p.status = 'published'
          AND p.visibility = 'public'
          AND area_name_key(p.street || ' ' || p.house_number) = ANY (:addresses::text[])
        ORDER BY p.id
        LIMIT :many::integer
    )
)
(
    SELECT
        'area' AS type,
        a.code AS id,
        a.name,
        a.name_keys AS keys,
        g.name AS city,
        a.level AS kind,
        NULL::text AS address,
        NULL::text AS postcode,
        ST_X(a.label_point) AS x_m,
        ST_Y(a.label_point) AS y_m
    FROM area AS a
    JOIN area AS g ON g.code = a.gemeente_code
    CROSS JOIN LATERAL (
        SELECT count(*) AS hits
        FROM unnest(:trigrams::text[]) AS one
        WHERE strpos(' ' || array_to_string(a.name_keys, '  ') || ' ', one) > 0
    ) AS alike
    WHERE name_trigrams(a.name_keys) && :trigrams::text[]
    ORDER BY alike.hits DESC, length(a.name), a.code
    LIMIT :many::integer
)
UNION ALL
(
    SELECT
        'place',
        p.id::text,
        p.name,
        ARRAY[area_name_key(p.name)],
        coalesce(p.city, g.name, ''),
        p.kind,
        area_name_key(p.street || ' ' || p.house_number),
        p.postcode,
        ST_X(p.point),
        ST_Y(p.point)
    FROM places
    JOIN place AS p ON p.id = places.id
    LEFT JOIN area AS g ON g.code = p.gemeente_code
)
UNION ALL
(
    SELECT
        'street',
        s.id::text,
        s.name,
        ARRAY[s.name_key],
        s.city,
        NULL,
        NULL,
        NULL,
        ST_X(s.point),
        ST_Y(s.point)
    FROM address_street AS s
    CROSS JOIN LATERAL (
        SELECT count(*) AS hits
        FROM unnest(:trigrams::text[]) AS one
        WHERE strpos(' ' || s.name_key || ' ', one) > 0
    ) AS alike
    WHERE s.name_trigrams && :telling::text[]
    ORDER BY
        alike.hits::float8
            / (cardinality(s.name_trigrams) + cardinality(:trigrams::text[]) - alike.hits) DESC,
        s.id
    LIMIT :many::integer
)
UNION ALL
(
    SELECT
        'postcode',
        p.postcode,
        p.postcode,
        '{}',
        coalesce(
            (
                SELECT s.city
                FROM address AS a
                JOIN address_street AS s ON s.id = a.street_id
                WHERE a.postcode = p.postcode
                LIMIT 1
            ),
            (SELECT g.name FROM area AS g WHERE g.code = p.gemeente_code),
            ''
        ),
        p.source,
        NULL,
        p.postcode,
        ST_X(p.point),
        ST_Y(p.point)
    FROM postcode_point AS p
    WHERE p.postcode = ANY (:postcodes::text[])
    -- What was imported knows better than what we began with.
    ORDER BY length(p.postcode) DESC, p.source = 'seed', p.source
    LIMIT :many::integer
)
UNION ALL
(
    SELECT 'gemeente', g.code, g.name, '{}', g.name, g.level, NULL, NULL, NULL, NULL
    FROM area AS g
    WHERE g.level = 'gemeente'
    ORDER BY g.code
    LIMIT :gemeenten::integer
)
