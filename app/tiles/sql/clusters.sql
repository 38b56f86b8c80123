-- How much is there in each cell of a tile, and of which kinds? The layers `places` and `offerings`,
-- in the bytes of a tile; empty when there is nothing. Each cluster stands in the middle of what is
-- in it. A place where nothing goes on is in none.
-- Parameters: :cell units, those of _listed_spots. Leans on: what that leans on; across the country
-- it reads finder_entry_tile whole.
WITH spread AS MATERIALIZED (
    SELECT
        s.x / :cell::integer * :extent::integer + s.y / :cell::integer AS cell,
        s.kind,
        count(*) AS times,
        count(*) FILTER (WHERE s.is_another) AS places,
        sum(s.x) AS x,
        sum(s.y) AS y
    FROM (
        -- A place lies in one cell: there it is counted at its first entry.
        SELECT
            spot.kind,
            spot.x,
            spot.y,
            spot.place_id IS DISTINCT FROM lag(spot.place_id) OVER (ORDER BY spot.place_id)
                AS is_another
        FROM (
            --> _listed_spots
        ) AS spot
    ) AS s
    GROUP BY 1, 2
), cells AS MATERIALIZED (
    SELECT
        s.cell,
        ST_MakePoint(
            div(sum(s.x), sum(s.times))::float8, div(sum(s.y), sum(s.times))::float8
        ) AS geometry,
        true AS cluster,
        sum(s.places)::integer AS places,
        sum(s.times)::integer AS count,
        jsonb_object_agg('kind:' || t.code, s.times) AS kinds
    FROM spread AS s
    JOIN vocabulary_term AS t ON t.vocabulary = 'kind' AND t.position = s.kind
    GROUP BY s.cell
)
SELECT
    coalesce(ST_AsMVT(place, 'places', :extent::integer, 'geometry' ORDER BY c.cell), '')
    || coalesce(ST_AsMVT(entry, 'offerings', :extent::integer, 'geometry' ORDER BY c.cell), '')
    AS layers
FROM cells AS c
CROSS JOIN LATERAL (SELECT c.geometry, c.cluster, c.places, c.count, c.kinds) AS place
CROSS JOIN LATERAL (SELECT c.geometry, c.cluster, c.count, c.kinds) AS entry
