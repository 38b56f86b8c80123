-- What is told of a place, but for what goes on there? One row: its members as JSON text, and its
-- geometry. The place is `p`, with `distance_m` beside it; everybody may know it.
-- The words of a check are those of finder_source; a test compares them.
-- Parameters: :today, :minute the whole minute that it is, :hours_due_days and :hours_stale_days
-- after how many days opening hours want a check and are not believed any more.
-- Leans on: place_opening_place_id_during_excl, area_pkey, organization_pkey, transport_stop_point.
SELECT row_to_json(member)::text AS members, member.location::text AS geometry
FROM (
    SELECT
    --> _place_checked
        AS days_ago
) AS checked
CROSS JOIN LATERAL (
    SELECT checked.days_ago >= :hours_stale_days::integer AS is_stale
) AS hours
LEFT JOIN LATERAL (
    SELECT
        span.state,
        span.text,
        -- Where the table ends nothing is known: a last stretch has no end to tell.
        CASE WHEN EXISTS (
            SELECT FROM place_opening AS after
            WHERE after.place_id = p.id AND after.during @> upper(span.during)
        ) THEN upper(span.during) END AS changes_at
    FROM place_opening AS span
    WHERE span.place_id = p.id AND span.during @> :minute::timestamptz AND NOT hours.is_stale
) AS door ON TRUE
LEFT JOIN area AS b ON b.code = p.buurt_code
LEFT JOIN organization AS host ON host.id = p.organization_id AND host.status = 'published'
LEFT JOIN LATERAL (
    -- In a straight line and to ten metres: a walk is longer.
    SELECT s.name, round((s.point <-> p.point)::numeric, -1)::integer AS metres
    FROM transport_stop AS s
    WHERE ST_DWithin(s.point, p.point, 1000)
    ORDER BY s.point <-> p.point, s.id
    LIMIT 1
) AS stop ON TRUE
CROSS JOIN LATERAL (
    SELECT
        instant_text(p.verified_at) AS "verifiedAt",
        CASE
            WHEN p.verified_at IS NOT NULL THEN
                'Gecontroleerd op '
                || date_in_dutch((p.verified_at AT TIME ZONE 'Europe/Amsterdam')::date)
                || CASE p.verified_how
                    WHEN 'keeper' THEN ' door de organisatie'
                    WHEN 'link' THEN ' via de link in de mail'
                    WHEN 'phone' THEN ' per telefoon'
                    WHEN 'visit' THEN ' door langs te gaan'
                    WHEN 'referrer' THEN ' door een verwijzer'
                    WHEN 'report' THEN ' na een melding'
                    ELSE ''
                END
            WHEN p.source_checked_on IS NOT NULL THEN
                'Volgens de bron gecontroleerd op ' || date_in_dutch(p.source_checked_on)
            ELSE 'Nog niet gecontroleerd'
        END AS text,
        CASE
            WHEN hours.is_stale THEN 'stale'
            WHEN p.verified_at IS NULL AND p.source_checked_on IS NULL THEN 'due'
            WHEN checked.days_ago >= :hours_due_days::integer THEN 'due'
            ELSE 'fresh'
        END AS state
) AS verified
CROSS JOIN LATERAL (
    SELECT
        p.id,
        p.name,
        p.kind,
        --> _place_address
        AS address,
        json_build_object(
            'type', 'Point',
            'coordinates', json_build_array(
                round(ST_X(ST_Transform(p.point, 4326))::numeric, 6)::float8,
                round(ST_Y(ST_Transform(p.point, 4326))::numeric, 6)::float8
            )
        ) AS location,
        CASE WHEN b.code IS NOT NULL THEN json_build_object(
            'code', b.code,
            'name', b.name
        ) END AS buurt,
        CASE WHEN host.id IS NOT NULL THEN json_build_object(
            'id', host.id,
            'name', host.name
        ) END AS organization,
        floor(p.distance_m + 0.5)::bigint AS distance,
        p.opening_hours AS "openingHours",
        p.opening_text AS "openingText",
        json_build_object(
            'state', coalesce(door.state, 'unknown'),
            'at', instant_text(:minute::timestamptz),
            'changesAt', instant_text(door.changes_at),
            'text', CASE
                WHEN hours.is_stale THEN 'openingstijden al lang niet gecontroleerd'
                ELSE coalesce(door.text, 'openingstijden niet bekend')
            END
        ) AS open,
        (
            SELECT coalesce(
                json_object_agg(
                    feature.key,
                    json_build_object(
                        'state', feature.value ->> 'state',
                        'asOf', feature.value ->> 'asOf'
                    )
                    ORDER BY feature.key
                ),
                '{}'
            )
            FROM jsonb_each(p.access_features) AS feature
        ) AS "accessFeatures",
        CASE WHEN stop.name IS NOT NULL THEN json_build_object(
            'name', stop.name,
            'metres', stop.metres
        ) END AS "nearestStop",
        row_to_json(verified) AS verification,
        p.version,
        '/plek/' || p.id AS url
) AS member
