-- What is there to tell of one offering? Its card, and as JSON what a list leaves out; with when its
-- next session ends. No row when it is not on the map, nor paused, or when its last day is over.
-- Who only professionals may call is not in it.
-- Parameters: :id, :minute, :hours_due_days, :hours_stale_days, those of _card and _entries.
-- Leans on: primary keys, session_pkey, place_opening_place_id_during_excl.
SELECT
    --> _card
    AS card,
    row_to_json(more)::text AS more,
    (
        SELECT min(s.ends_at) FROM session AS s
        WHERE s.offering_id = o.id AND s.ends_at > :now::timestamptz
    ) AS ticks_at
FROM (
    SELECT f.*, NULL::float8 AS distance_m FROM finder_entry AS f WHERE f.offering_id = :id::uuid
) AS e
JOIN offering AS o ON o.id = e.offering_id
CROSS JOIN LATERAL (
    SELECT
        o.description,
        json_build_object(
            'askFor', o.contact ->> 'ask_for',
            'phone', o.contact ->> 'phone',
            'email', o.contact ->> 'email',
            'website', o.contact ->> 'website',
            'whatsapp', o.contact ->> 'whatsapp'
        ) AS contact,
        o.first_time AS "firstTime",
        o.led_by AS "ledBy",
        o.effort,
        o.distance_km::float8 AS "distanceKm",
        o.weather,
        (
            SELECT coalesce(
                json_agg(json_build_object('id', g.id, 'name', g.name) ORDER BY g.name, g.id), '[]'
            )
            FROM offering_organizer AS with_us
            JOIN organization AS g
                ON g.id = with_us.organization_id AND g.status = 'published'
            WHERE with_us.offering_id = o.id
        ) AS organizers,
        (
            SELECT coalesce(
                json_agg(json_build_object('code', a.code, 'name', a.name) ORDER BY a.name, a.code),
                '[]'
            )
            FROM offering_service_area AS served
            JOIN area AS a ON a.code = served.area_code
            WHERE served.offering_id = o.id
        ) AS "serviceAreas",
        (
            SELECT coalesce(
                json_agg(
                    json_build_object(
                        'id', step.id,
                        'kind', step.kind,
                        'title', step.title,
                        'url', '/aanbod/' || step.id
                    )
                    ORDER BY e.name_key, e.offering_id
                ),
                '[]'
            )
            FROM offering_next_step AS onward
            JOIN finder_entry AS e ON e.offering_id = onward.next_id
            JOIN offering AS step ON step.id = e.offering_id
            WHERE onward.offering_id = o.id
            --> _entries
        ) AS "nextSteps",
        (
            SELECT coalesce(
                json_agg(told.members::json ORDER BY s.starts_at, s.original_starts_at), '[]'
            )
            FROM (
                SELECT s.*, NULL::float8 AS distance_m
                FROM session AS s
                WHERE s.offering_id = o.id AND s.ends_at > :now::timestamptz
                ORDER BY s.starts_at, s.original_starts_at
                LIMIT 8
            ) AS s
            LEFT JOIN place AS p
                ON p.id = coalesce(s.place_id, e.place_id) AND
                --> _place_public
            CROSS JOIN LATERAL (
                --> _session
            ) AS told
        ) AS sessions,
        (
            SELECT told.members::json
            FROM (
                SELECT p.*, NULL::float8 AS distance_m FROM place AS p WHERE p.id = e.place_id
            ) AS p
            CROSS JOIN LATERAL (
                --> _place_facts
            ) AS told
            WHERE
            --> _place_public
        ) AS place,
        CASE WHEN o.source_name IS NOT NULL THEN json_build_object(
            'name', o.source_name,
            'url', o.source_url
        ) END AS source,
        o.status,
        o.version,
        instant_text(o.created_at) AS "createdAt",
        instant_text(o.updated_at) AS "updatedAt"
) AS more
WHERE e.ends_on IS NULL OR :today::date <= e.ends_on
