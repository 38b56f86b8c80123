-- Which places and offerings does a tile show? The layers `places` and `offerings`, in the bytes of
-- a tile; empty when there are none. One feature each where the zoom lets them stand apart and they
-- are few enough, else one for each cell of a grid. Only what the finder lists with a point and only
-- public places: no other point is ever looked at.
-- Parameters: :offerings_apart whether the zoom is close enough for that · :most features of a
-- layer · :cell units · those of _listed_spots and _known_spots.
-- Leans on: what those lean on, offering_pkey.
WITH listed AS MATERIALIZED (
    SELECT
        spot.*,
        (spot.x / :cell::integer * :extent::integer + spot.y / :cell::integer)::text AS cell
    FROM (
        --> _listed_spots
    ) AS spot
), known AS MATERIALIZED (
    SELECT
        spot.*,
        (spot.x / :cell::integer * :extent::integer + spot.y / :cell::integer)::text AS cell
    FROM (
        --> _known_spots
    ) AS spot
), stand AS MATERIALIZED (
    SELECT
        (SELECT count(*) FROM known) <= :most::integer AS places_apart,
        :offerings_apart::boolean AND (SELECT count(*) FROM listed) <= :most::integer
            AS offerings_apart
), spread AS MATERIALIZED (
    SELECT
        n.heap,
        sum(n.times)::integer AS count,
        jsonb_object_agg('kind:' || t.code, n.times) AS kinds
    FROM (
        SELECT
            CASE WHEN stand.places_apart THEN l.place_id::text ELSE l.cell END AS heap,
            l.kind,
            count(*) AS times
        FROM listed AS l
        CROSS JOIN stand
        GROUP BY 1, 2
    ) AS n
    JOIN vocabulary_term AS t ON t.vocabulary = 'kind' AND t.position = n.kind
    GROUP BY n.heap
), places AS MATERIALIZED (
    SELECT
        k.id::text AS heap,
        ST_MakePoint(k.x, k.y) AS geometry,
        k.id::text AS id,
        k.name,
        k.kind AS "placeKind",
        NULL::boolean AS cluster,
        NULL::integer AS places
    FROM known AS k
    JOIN stand ON stand.places_apart
    UNION ALL
    SELECT
        k.cell,
        ST_MakePoint(sum(k.x) / count(*), sum(k.y) / count(*)),
        NULL,
        NULL,
        NULL,
        true,
        count(*)::integer
    FROM known AS k
    JOIN stand ON NOT stand.places_apart
    GROUP BY k.cell
), offerings AS MATERIALIZED (
    SELECT
        l.offering_id::text AS heap,
        ST_MakePoint(l.x, l.y) AS geometry,
        l.offering_id::text AS id,
        o.title,
        o.kind,
        l.place_id::text AS place,
        NULL::boolean AS cluster,
        NULL::integer AS count,
        NULL::jsonb AS kinds
    FROM listed AS l
    JOIN stand ON stand.offerings_apart
    JOIN offering AS o ON o.id = l.offering_id
    UNION ALL
    SELECT
        n.cell,
        ST_MakePoint(div(sum(n.x), sum(n.times))::float8, div(sum(n.y), sum(n.times))::float8),
        NULL,
        NULL,
        NULL,
        NULL,
        true,
        sum(n.times)::integer,
        jsonb_object_agg('kind:' || t.code, n.times)
    FROM (
        SELECT l.cell, l.kind, count(*) AS times, sum(l.x) AS x, sum(l.y) AS y
        FROM listed AS l
        JOIN stand ON NOT stand.offerings_apart
        GROUP BY l.cell, l.kind
    ) AS n
    JOIN vocabulary_term AS t ON t.vocabulary = 'kind' AND t.position = n.kind
    GROUP BY n.cell
)
SELECT
    coalesce(
        (
            SELECT ST_AsMVT(place, 'places', :extent::integer, 'geometry' ORDER BY p.heap)
            FROM places AS p
            LEFT JOIN spread AS s ON s.heap = p.heap
            CROSS JOIN LATERAL (
                SELECT
                    p.geometry,
                    p.id,
                    p.name,
                    p."placeKind",
                    p.cluster,
                    p.places,
                    coalesce(s.count, 0) AS count,
                    s.kinds
            ) AS place
        ),
        ''
    ) || coalesce(
        (
            SELECT ST_AsMVT(entry, 'offerings', :extent::integer, 'geometry' ORDER BY o.heap)
            FROM offerings AS o
            CROSS JOIN LATERAL (
                SELECT o.geometry, o.id, o.title, o.kind, o.place, o.cluster, o.count, o.kinds
            ) AS entry
        ),
        ''
    ) AS layers
