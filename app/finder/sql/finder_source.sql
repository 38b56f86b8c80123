-- What does the finder know of everything that is on the map or paused? THE definition: one row per
-- offering, with the columns of finder_entry in their order. Nothing in it depends on the clock;
-- what needs Dutch, holidays or opening hours was computed when the base row was saved.
-- A place counts only when everybody may know it; of an area_only place its area is told, of any
-- other the gemeente at most.
-- No parameters. Leans on: primary keys, session_pkey, schedule_offering_id_position_key.
CREATE OR REPLACE VIEW finder_source AS
SELECT
    o.id AS offering_id,
    o.status = 'published' AS is_listed,
    p.point,
    spoken.lon,
    spoken.lat,
    (
        SELECT t.position FROM vocabulary_term AS t
        WHERE t.vocabulary = 'kind' AND t.code = o.kind
    ) AS kind,
    (array_position(ARRAY['free', 'donation', 'amount', 'contribution', 'unknown'], o.cost_kind)
        - 1)::smallint AS cost,
    (array_position(ARRAY['walk_in', 'call_first', 'sign_up', 'by_referral'], o.joining)
        - 1)::smallint AS joining,
    access.wheelchair,
    o.voorliggend,
    (
        SELECT coalesce(bit_or(1::bigint << t.position), 0) FROM vocabulary_term AS t
        WHERE t.vocabulary = 'theme' AND t.code = ANY (o.themes)
    ) AS themes,
    audience.every AS audiences,
    audience.only_them AS audiences_only,
    o.languages,
    o.min_age,
    o.max_age,
    (array_position(ARRAY['open', 'few', 'full', 'waiting_list', 'unknown'], o.spots)
        - 1)::smallint AS spots,
    (o.spots_as_of AT TIME ZONE 'Europe/Amsterdam')::date
        + CASE WHEN o.kind IN ('maatje', 'respijtzorg', 'time-out') THEN 14 ELSE 30 END
        AS spots_until,
    coalesce(
        greatest((o.verified_at AT TIME ZONE 'Europe/Amsterdam')::date, o.source_checked_on),
        (o.created_at AT TIME ZONE 'Europe/Amsterdam')::date
    ) AS checked_on,
    coalesce(o.verified_at IS NOT NULL OR o.source_checked_on IS NOT NULL, false) AS is_checked,
    (CASE
        WHEN o.kind IN ('wijkwijzer', 'mantelzorgsteun', 'regeling') THEN 2
        WHEN o.last_ends_at IS NOT NULL AND (
            o.kind = 'cursus'
            OR NOT EXISTS (
                SELECT FROM schedule AS s WHERE s.offering_id = o.id AND s.rrule IS NOT NULL
            )
        ) THEN 3
        WHEN o.kind IN (
            'spreekuur', 'praktische-hulp', 'maatje', 'uitgifte', 'dagbesteding', 'leerwerkplek',
            'respijtzorg', 'time-out'
        ) THEN 1
        ELSE 0
    END)::smallint AS freshness,
    (o.last_ends_at AT TIME ZONE 'Europe/Amsterdam')::date AS ends_on,
    CASE WHEN shown.level = 'buurt' THEN shown.code END AS buurt_code,
    o.gemeente_code,
    ARRAY(
        SELECT o.gemeente_code WHERE o.gemeente_code IS NOT NULL
        UNION
        SELECT a.gemeente_code FROM area AS a WHERE a.code = ANY (served.codes)
        ORDER BY 1
    ) AS gemeente_codes,
    served.codes AS serves,
    p.id AS place_id,
    o.organization_id,
    coming.ends AS upcoming,
    coming.starts AS upcoming_starts,
    coming.next AS upcoming_next,
    search_document(
        title => o.title,
        title_words => o.title_words,
        names => concat_ws(' ', p.name, p.name_words, g.name, g.name_words),
        terms => ARRAY(
            SELECT t.vocabulary || ':' || t.code
            FROM vocabulary_term AS t
            WHERE (t.vocabulary = 'kind' AND t.code = o.kind)
               OR (t.vocabulary = 'theme' AND t.code = ANY (o.themes))
               OR (t.vocabulary = 'audience' AND o.audiences ? t.code)
            ORDER BY t.vocabulary, t.position
        ),
        summary => o.summary,
        description => o.description,
        text_words => o.text_words
    ) AS search,
    area_name_key(o.title) AS name_key,
    o.updated_at,
    inside(row_to_json(head)) AS card_head,
    inside(row_to_json(body)) AS card_body,
    coalesce(to_json(instant_text(o.spots_as_of))::text, 'null') AS card_reported,
    inside(row_to_json(verified)) AS card_verified,
    inside(row_to_json(tail)) AS card_tail,
    1::smallint AS card_version
FROM offering AS o
JOIN organization AS g ON g.id = o.organization_id AND g.status = 'published'
LEFT JOIN place AS p
    ON p.id = o.place_id AND p.status = 'published' AND p.visibility = 'public'
LEFT JOIN place AS secret
    ON secret.id = o.place_id AND p.id IS NULL
LEFT JOIN area AS around
    ON around.code = secret.buurt_code
    AND secret.status = 'published' AND secret.visibility = 'area_only'
LEFT JOIN area AS shown
    ON shown.code = CASE
        WHEN around.code IS NULL THEN p.buurt_code
        -- Either all buurten of a wijk are told or none: else the wijk would mean the small one.
        WHEN EXISTS (
            SELECT FROM area AS a
            WHERE a.parent_code = around.parent_code AND a.level = 'buurt'
              AND (a.inhabitants < 1000 OR a.inhabitants IS NULL)
        ) THEN around.parent_code
        ELSE around.code
    END
CROSS JOIN LATERAL (
    SELECT
        round(ST_X(ST_Transform(p.point, 4326))::numeric, 6)::float8 AS lon,
        round(ST_Y(ST_Transform(p.point, 4326))::numeric, 6)::float8 AS lat
) AS spoken
CROSS JOIN LATERAL (
    SELECT
        p.access_features -> 'drempelvrij' ->> 'state' AS doorstep,
        p.access_features -> 'rolstoel-binnen' ->> 'state' AS room
) AS feature
CROSS JOIN LATERAL (
    SELECT (CASE
        WHEN 'no' IN (feature.doorstep, feature.room) THEN 2
        WHEN feature.doorstep = 'yes' AND feature.room = 'yes' THEN 0
        WHEN feature.doorstep IN ('yes', 'limited') AND feature.room IN ('yes', 'limited') THEN 1
        ELSE 3
    END)::smallint AS wheelchair
) AS access
CROSS JOIN LATERAL (
    SELECT
        coalesce(bit_or(1::bigint << t.position), 0) AS every,
        coalesce(
            bit_or(1::bigint << t.position) FILTER (WHERE o.audiences ->> t.code = 'only'), 0
        ) AS only_them,
        coalesce(
            json_agg(
                json_build_object('code', t.code, 'mode', o.audiences ->> t.code) ORDER BY t.code
            ),
            '[]'
        ) AS listed
    FROM vocabulary_term AS t
    WHERE t.vocabulary = 'audience' AND o.audiences ? t.code
) AS audience
CROSS JOIN LATERAL (
    SELECT ARRAY(SELECT s.area_code FROM offering_service_area AS s WHERE s.offering_id = o.id)
        AS codes
) AS chosen
CROSS JOIN LATERAL (
    SELECT ARRAY(
        SELECT unnest(chosen.codes)
        UNION
        SELECT shown.code WHERE around.code IS NOT NULL AND shown.code IS NOT NULL
        UNION
        SELECT o.gemeente_code
        WHERE secret.id IS NOT NULL AND around.code IS NULL
            AND chosen.codes = '{}' AND o.gemeente_code IS NOT NULL
        ORDER BY 1
    ) AS codes
) AS served
CROSS JOIN LATERAL (
    SELECT
        coalesce(array_agg(s.ends_at ORDER BY s.ends_at, s.starts_at, s.original_starts_at), '{}')
            AS ends,
        coalesce(array_agg(s.starts_at ORDER BY s.ends_at, s.starts_at, s.original_starts_at), '{}')
            AS starts,
        coalesce(
            array_agg(
                row_to_json(session)::text ORDER BY s.ends_at, s.starts_at, s.original_starts_at
            ),
            '{}'
        ) AS next
    FROM session AS s
    LEFT JOIN place AS elsewhere
        ON elsewhere.id = s.place_id AND elsewhere.id IS DISTINCT FROM o.place_id
        AND elsewhere.status = 'published' AND elsewhere.visibility = 'public'
    CROSS JOIN LATERAL (
        SELECT
            instant_text(s.starts_at) AS "startsAt",
            instant_text(s.ends_at) AS "endsAt",
            s.text || CASE
                WHEN s.place_id IS DISTINCT FROM o.place_id AND elsewhere.id IS NULL
                    AND s.place_id IS NOT NULL THEN ', op een andere plek'
                ELSE ''
            END AS text,
            CASE WHEN elsewhere.id IS NOT NULL
                THEN json_build_object('id', elsewhere.id, 'name', elsewhere.name)
            END AS place
    ) AS session
    WHERE s.offering_id = o.id AND s.status <> 'cancelled'
) AS coming
CROSS JOIN LATERAL (
    SELECT o.id, o.kind, o.title, o.summary
) AS head
CROSS JOIN LATERAL (
    SELECT
        json_build_object(
            'kind', o.cost_kind,
            'amount', trim_scale(o.cost_amount),
            'per', o.cost_per,
            'note', o.cost_note
        ) AS cost,
        o.joining,
        o.contact ->> 'ask_for' AS "askFor",
        json_build_object('id', g.id, 'name', g.name) AS organization,
        CASE WHEN p.id IS NOT NULL THEN json_build_object(
            'id', p.id,
            'name', p.name,
            'kind', p.kind,
            'address', CASE WHEN p.street IS NOT NULL THEN json_build_object(
                'street', p.street,
                'houseNumber', p.house_number,
                'postcode', p.postcode,
                'city', p.city
            ) END
        ) END AS place,
        CASE WHEN shown.code IS NOT NULL THEN json_build_object(
            'code', shown.code,
            'name', shown.name
        ) END AS buurt,
        CASE WHEN p.id IS NOT NULL THEN json_build_object(
            'type', 'Point',
            'coordinates', json_build_array(spoken.lon, spoken.lat)
        ) END AS location,
        o.channel,
        o.schedule_text AS schedule,
        o.themes,
        audience.listed AS audiences,
        o.languages,
        o.min_age AS "minAge",
        o.max_age AS "maxAge",
        o.access,
        o.voorliggend
) AS body
CROSS JOIN LATERAL (
    SELECT
        instant_text(o.verified_at) AS "verifiedAt",
        CASE
            WHEN o.verified_at IS NOT NULL THEN
                'Gecontroleerd op '
                || date_in_dutch((o.verified_at AT TIME ZONE 'Europe/Amsterdam')::date)
                || CASE o.verified_how
                    WHEN 'keeper' THEN ' door de organisatie'
                    WHEN 'link' THEN ' via de link in de mail'
                    WHEN 'phone' THEN ' per telefoon'
                    WHEN 'visit' THEN ' door langs te gaan'
                    WHEN 'referrer' THEN ' door een verwijzer'
                    WHEN 'report' THEN ' na een melding'
                    ELSE ''
                END
            WHEN o.source_checked_on IS NOT NULL THEN
                'Volgens de bron gecontroleerd op ' || date_in_dutch(o.source_checked_on)
            ELSE 'Nog niet gecontroleerd'
        END AS text
) AS verified
CROSS JOIN LATERAL (
    SELECT o.demo, '/aanbod/' || o.id AS url
) AS tail
WHERE o.status IN ('published', 'paused')
