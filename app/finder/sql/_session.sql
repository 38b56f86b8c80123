-- What does the agenda tell of a session? One row: its members as JSON text, and its geometry. The
-- session is `s`, with `distance_m` beside it; `o` its offering; `p` where it is, as far as
-- everybody may know.
-- No parameters. Leans on nothing.
SELECT row_to_json(member)::text AS members, member.location::text AS geometry
FROM (
    SELECT
        json_build_object('id', o.id, 'title', o.title, 'kind', o.kind) AS offering,
        instant_text(s.original_starts_at) AS "originalStartsAt",
        instant_text(s.starts_at) AS "startsAt",
        instant_text(s.ends_at) AS "endsAt",
        s.text || CASE
            WHEN s.place_id IS DISTINCT FROM o.place_id AND p.id IS NULL
                AND s.place_id IS NOT NULL THEN ', op een andere plek'
            ELSE ''
        END AS text,
        s.status,
        s.note,
        CASE WHEN p.id IS NOT NULL THEN json_build_object(
            'id', p.id,
            'name', p.name,
            'kind', p.kind,
            'address',
            --> _place_address
        ) END AS place,
        CASE WHEN p.id IS NOT NULL AND s.point IS NOT NULL THEN json_build_object(
            'type', 'Point',
            'coordinates', json_build_array(
                round(ST_X(ST_Transform(s.point, 4326))::numeric, 6)::float8,
                round(ST_Y(ST_Transform(s.point, 4326))::numeric, 6)::float8
            )
        ) END AS location,
        floor(s.distance_m + 0.5)::bigint AS distance
) AS member
