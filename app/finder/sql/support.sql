-- Where does who cares for somebody turn to? The one front door, and three lists of ten cards
-- (MantelzorgSupport): what has a place, nearest first, then what comes to you, by name. Up to half
-- of a list is kept for the latter: somebody who comes to your home is nearer than any place.
-- Parameters: :x_m, :y_m the point to measure from · by_point: somebody is there, so that distances
-- are told · :reach_m how far is still of use · :its_touching, :gemeenten · :most, :seats the bounds ·
-- those of _entries and _card.
-- Leans on: finder_entry_near, finder_entry_serves, and what _front_door leans on.
WITH wanted AS MATERIALIZED (
    -- A row for each kind, so that the index on points knows it; subjects are bits of positions.
    SELECT
        asked.list,
        t.position AS kind,
        (
            SELECT coalesce(bit_or(1::bigint << s.position), 0) FROM vocabulary_term AS s
            WHERE s.vocabulary = 'theme' AND s.code = ANY (asked.themes)
        ) AS themes,
        (
            SELECT coalesce(bit_or(1::bigint << s.position), 0) FROM vocabulary_term AS s
            WHERE s.vocabulary = 'audience' AND s.code = ANY (asked.audiences)
        ) AS audiences
    FROM (
        VALUES
            ('respite', '{respijtzorg,time-out}'::text[], '{}'::text[], '{}'::text[]),
            ('peer_groups', '{lotgenotengroep}', '{mantelzorg}', '{mantelzorgers,naasten}'),
            ('young_carers', NULL, '{}', '{jonge-mantelzorgers}')
    ) AS asked (list, kinds, themes, audiences)
    JOIN vocabulary_term AS t
        ON t.vocabulary = 'kind' AND (asked.kinds IS NULL OR t.code = ANY (asked.kinds))
), found AS MATERIALIZED (
    SELECT w.list, 1 AS half, near.*
    FROM wanted AS w
    CROSS JOIN LATERAL (
        SELECT
            e.*,
            e.point <-> ST_SetSRID(ST_MakePoint(:x_m::float8, :y_m::float8), 28992) AS away_m
        FROM finder_entry AS e
        WHERE e.point IS NOT NULL
          AND ST_DWithin(
              e.point, ST_SetSRID(ST_MakePoint(:x_m::float8, :y_m::float8), 28992),
              :reach_m::float8
          )
          AND e.kind = w.kind
          AND (w.list = 'respite' OR e.themes & w.themes <> 0 OR e.audiences & w.audiences <> 0)
        --> _entries
        ORDER BY e.point <-> ST_SetSRID(ST_MakePoint(:x_m::float8, :y_m::float8), 28992),
            e.offering_id
        LIMIT :most::integer
    ) AS near
    UNION ALL
    SELECT w.list, 2, e.*, NULL
    FROM wanted AS w
    JOIN finder_entry AS e
        ON e.point IS NULL
        AND e.serves && :its_touching::text[]
        AND e.kind = w.kind
        AND (w.list = 'respite' OR e.themes & w.themes <> 0 OR e.audiences & w.audiences <> 0)
    WHERE TRUE
    --> _entries
), turns AS (
    SELECT
        f.*,
        row_number() OVER (
            PARTITION BY f.list, f.half
            ORDER BY f.away_m, CASE f.half WHEN 2 THEN f.name_key END, f.offering_id
        ) AS turn,
        count(*) FILTER (WHERE f.half = 2) OVER (PARTITION BY f.list) AS come_to_you
    FROM found AS f
), kept AS (
    SELECT
        t.*,
        t.away_m AS distance_m,                                              --? by_point
        NULL::float8 AS distance_m,                                          --? !by_point
        row_number() OVER (PARTITION BY t.list ORDER BY t.half, t.turn) AS place_in_list
    FROM turns AS t
    WHERE t.half = 2 OR t.turn <= :most::integer - least(:seats::integer, t.come_to_you)
), card AS (
    SELECT
        e.list,
        e.place_in_list,
        --> _card
        AS written
    FROM kept AS e
    WHERE e.place_in_list <= :most::integer
), door AS (
    --> _front_door
)
SELECT
    (
        SELECT
            --> _card
        FROM door AS e
    ) AS support_point,
    coalesce(
        string_agg(c.written, ',' ORDER BY c.place_in_list) FILTER (WHERE c.list = 'respite'), ''
    ) AS respite,
    coalesce(
        string_agg(c.written, ',' ORDER BY c.place_in_list) FILTER (WHERE c.list = 'peer_groups'),
        ''
    ) AS peer_groups,
    coalesce(
        string_agg(c.written, ',' ORDER BY c.place_in_list) FILTER (WHERE c.list = 'young_carers'),
        ''
    ) AS young_carers,
    --> _ticks
FROM card AS c
