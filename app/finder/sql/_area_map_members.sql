-- How is the social map of an area written? Its members as columns of JSON text, called as they are
-- in the answer; behind the CTEs of area_map.
-- Parameters: those of area_map. Leans on nothing more.
(
    SELECT json_build_object(
        'code', h.code,
        'level', h.level,
        'name', h.name,
        'parentCode', h.parent_code,
        'gemeenteCode', h.gemeente_code,
        'inhabitants', h.inhabitants,
        'boundary', h.boundary,
        'labelPoint', ST_AsGeoJSON(ST_Transform(h.label_point, 4326), 6, 0)::json,
        'source', CASE WHEN h.boundary = 'official' THEN :source::json END,
        'geometry', ST_AsGeoJSON(
            ST_ForcePolygonCCW(
                ST_Transform(
                    ST_Multi(ST_SimplifyPreserveTopology(h.geometry, :tolerance_m::float8)), 4326
                )
            ),
            5,
            0
        )::json
    )::text
    FROM here AS h
) AS area,
(
    SELECT coalesce(
        string_agg(left(w.card, -1) || ',"open":' || w.open || '}', ',' ORDER BY w.turn), ''
    )
    FROM (
        SELECT
            e.turn,
            --> _card
            AS card,
            --> _desk_open
            AS open
        FROM desk AS e
    ) AS w
) AS wijkwijzers,
coalesce(
    (
        SELECT
            --> _card
        FROM door AS e
    ),
    'null'
) AS mantelzorg,
(
    SELECT coalesce(string_agg(pinned.written, ',' ORDER BY pinned.turn), '')
    FROM (
        SELECT
            k.turn,
            --> _pin
            || ',"offeringIds":' || coalesce(u.offering_ids, '[]') || '}' AS written
        FROM pin AS k
        JOIN place AS p ON p.id = k.id
        LEFT JOIN under AS u ON u.place_id = p.id
    ) AS pinned
) AS places,
(
    SELECT coalesce(string_agg(
        --> _card
        , ',' ORDER BY e.turn
    ), '')
    FROM shown AS e
) AS offerings,
(
    SELECT coalesce(string_agg('"' || s.offering_id || '"', ',' ORDER BY s.turn), '')
    FROM shown AS s
    WHERE s.place_id IS NULL
) AS unplaced,
(
    SELECT coalesce(string_agg(of_kind.written, ',' ORDER BY of_kind.position), '')
    FROM (
        SELECT
            t.position,
            '{"kind":"' || t.code || '","offeringIds":'
                || json_agg(s.offering_id ORDER BY s.turn) || '}' AS written
        FROM shown AS s
        JOIN vocabulary_term AS t ON t.vocabulary = 'kind' AND t.position = s.kind
        GROUP BY t.position, t.code
    ) AS of_kind
) AS by_kind,
(
    SELECT coalesce(string_agg(pinned.written, ',' ORDER BY pinned.border_m, pinned.id), '')
    FROM (
        SELECT
            p.id,
            b.border_m,
            --> _pin
            || ',"offeringIds":' || coalesce(u.offering_ids, '[]') || '}' AS written
        FROM beyond_pin AS b
        JOIN place AS p ON p.id = b.id
        LEFT JOIN under AS u ON u.place_id = p.id
    ) AS pinned
) AS beyond_places,
(
    SELECT coalesce(string_agg(
        -- Metres from the border: nobody walks from there, so there are no minutes. Quotes inside
        -- a text are escaped, so nothing else in a card reads like this member.
        replace(
            --> _card
            , '"distance":null', '"distance":' || floor(e.border_m + 0.5)::bigint
        ),
        ',' ORDER BY e.turn
    ), '')
    FROM beyond_shown AS e
) AS beyond_offerings,
(
    SELECT coalesce(
        string_agg(
            '{"date":"' || a.day || '","sessions":[' || a.sessions || ']}', ',' ORDER BY a.day
        ),
        ''
    )
    FROM agenda AS a
) AS agenda,
(
    SELECT json_build_object(
        'fresh', count(*) FILTER (WHERE state.word = 'fresh'),
        'due', count(*) FILTER (WHERE state.word = 'due'),
        'stale', count(*) FILTER (WHERE state.word = 'stale'),
        'oldestVerifiedAt', instant_text(min(o.verified_at))
    )::text
    FROM mine AS e
    JOIN offering AS o ON o.id = e.offering_id
    CROSS JOIN LATERAL (
        SELECT
            --> _freshness
            AS word
    ) AS state
) AS freshness,
(
    SELECT coalesce(to_json(instant_text(max(told.updated_at)))::text, 'null')
    FROM (
        SELECT e.updated_at FROM everything AS e
        UNION ALL
        SELECT p.updated_at
        FROM place AS p
        WHERE p.id IN (SELECT k.id FROM pin AS k UNION ALL SELECT b.id FROM beyond_pin AS b)
    ) AS told
) AS updated_at,
json_build_object(
    'offerings', (SELECT count(*) FROM mine) - (SELECT count(*) FROM shown),
    'places',
    (SELECT count(*) FROM address) + (
        SELECT count(*) FROM known_place AS k
        WHERE k.id NOT IN (SELECT a.place_id FROM address AS a)
    ) - (SELECT count(*) FROM pin),
    'sessions', (SELECT count(*) FROM coming AS c WHERE c.turn > :most_sessions::integer)
)::text AS omitted,
json_build_object(
    'offerings', (SELECT count(*) FROM beyond) - (SELECT count(*) FROM beyond_shown),
    'places', (SELECT count(*) FROM beyond_place) - (SELECT count(*) FROM beyond_pin)
)::text AS beyond_omitted,
