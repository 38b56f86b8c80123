-- Which Wijkwijzer is open now or next, and who answers the telephone? Cards with `open`
-- (Wijkwijzers): the lists of those open now and of all, and the one telephone line.
-- With a point: what has a place, nearest first, then what comes to you, by name; up to :seats of the
-- list are kept for the latter. Without: by name what is open, then the soonest.
-- Parameters: :x_m, :y_m and by_point, where somebody is · by_area: only those of :gemeenten ·
-- :its_touching · :most, :seats · those of _entries, _card and _desk_open.
-- Leans on: finder_entry_near for the kind; area_pkey, offering_pkey.
WITH known AS MATERIALIZED (
    SELECT
        e.*,
        e.point <-> ST_SetSRID(ST_MakePoint(:x_m::float8, :y_m::float8), 28992) AS distance_m,  --? by_point
        NULL::float8 AS distance_m,                                          --? !by_point
        e.upcoming_starts[width_bucket(:now::timestamptz, e.upcoming) + 1] AS next_at,
        EXISTS (
            SELECT FROM unnest(e.upcoming_starts, e.upcoming) AS u (starts_at, ends_at)
            WHERE u.starts_at <= :now::timestamptz AND u.ends_at > :now::timestamptz
        ) AS is_open
    FROM finder_entry AS e
    WHERE e.kind = (
          SELECT t.position FROM vocabulary_term AS t
          WHERE t.vocabulary = 'kind' AND t.code = 'wijkwijzer'
      )
    --> _entries
), eligible AS MATERIALIZED (
    SELECT
        k.*,
        CASE WHEN k.point IS NULL THEN 2 ELSE 1 END AS half,                 --? by_point
        1 AS half,                                                           --? !by_point
        row_number() OVER (ORDER BY k.distance_m, k.name_key, k.offering_id) AS nearness
    FROM known AS k
    WHERE TRUE
      AND k.gemeente_codes && :gemeenten::text[]                             --? by_area
      AND (k.point IS NOT NULL OR k.serves && :its_touching::text[])         --? by_point
), turns AS MATERIALIZED (
    SELECT
        e.*,
        row_number() OVER (
            PARTITION BY e.half
            ORDER BY
                NOT e.is_open,                                               --? !by_point
                CASE WHEN NOT e.is_open THEN e.next_at END,                  --? !by_point
                e.nearness
        ) AS turn,
        count(*) FILTER (WHERE e.half = 2) OVER () AS come_to_you
    FROM eligible AS e
), item AS MATERIALIZED (
    SELECT t.offering_id, row_number() OVER (ORDER BY t.half, t.turn) AS turn
    FROM turns AS t
    WHERE t.half = 2 OR t.turn <= :most::integer - least(:seats::integer, t.come_to_you)
    ORDER BY turn
    LIMIT :most::integer
), open_now AS MATERIALIZED (
    SELECT e.offering_id, row_number() OVER (ORDER BY e.half, e.nearness) AS turn
    FROM eligible AS e
    WHERE e.is_open
    ORDER BY turn
    LIMIT :most::integer
), phone AS MATERIALIZED (
    SELECT k.offering_id
    FROM known AS k
    JOIN offering AS o ON o.id = k.offering_id AND o.channel = 'phone'
    ORDER BY
        NOT k.gemeente_codes && :gemeenten::text[],                          --? gemeenten
        CASE WHEN NOT k.gemeente_codes && :gemeenten::text[] THEN (          --? gemeenten
            SELECT min(a.label_point <-> ST_SetSRID(ST_MakePoint(:x_m::float8, :y_m::float8), 28992))  --? gemeenten
            FROM area AS a                                                   --? gemeenten
            WHERE a.code = ANY (k.gemeente_codes)                            --? gemeenten
        ) END,                                                               --? gemeenten
        NOT k.is_open,
        k.next_at,
        k.name_key,
        k.offering_id
    LIMIT 1
), desk AS MATERIALIZED (
    SELECT
        e.offering_id,
        --> _card
        AS card,
        --> _desk_open
        AS open
    FROM (
        SELECT e.*, hours.*
        FROM known AS e
        --> _desk_hours
        WHERE e.offering_id IN (
            SELECT i.offering_id FROM item AS i
            UNION ALL SELECT n.offering_id FROM open_now AS n
            UNION ALL SELECT p.offering_id FROM phone AS p
        )
    ) AS e
), written AS (
    SELECT d.offering_id, left(d.card, -1) || ',"open":' || d.open || '}' AS desk FROM desk AS d
)
SELECT
    coalesce(
        (
            SELECT string_agg(w.desk, ',' ORDER BY n.turn)
            FROM open_now AS n
            JOIN written AS w ON w.offering_id = n.offering_id
        ),
        ''
    ) AS open_now,
    coalesce(
        (
            SELECT string_agg(w.desk, ',' ORDER BY i.turn)
            FROM item AS i
            JOIN written AS w ON w.offering_id = i.offering_id
        ),
        ''
    ) AS items,
    (SELECT d.card FROM phone AS p JOIN desk AS d ON d.offering_id = p.offering_id) AS phone,
    --> _ticks
