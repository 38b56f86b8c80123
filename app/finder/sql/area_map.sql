-- What is there in an area, this week, and just across its border? The members of the social map as
-- JSON text (AreaMap), each offering and each place once, bounded; the gemeenten that the answer
-- leans on; and the next moment at
-- which the clock may change it.
-- Parameters: :code of the area · :gemeenten its own · :its_buurten, :its_touching what belongs to it
-- · :tolerance_m of its outline · :within_m across the border · :source of official borders as JSON ·
-- :agenda_end · :most_… the bounds · those of _entries, _card and _desk_open.
-- Leans on: finder_entry_buurt, finder_entry_serves, finder_entry_gemeente, finder_entry_place,
-- place_buurt, place_point, area_buurt_geometry, session_pkey.
WITH here AS MATERIALIZED (
    SELECT a.*
    FROM area AS a
    WHERE a.code = :code::text
), mine AS MATERIALIZED (
    -- Everything that goes on here or comes here; soonest first, by name what has no sessions.
    SELECT
        e.*,
        NULL::float8 AS distance_m,
        row_number() OVER (
            ORDER BY
                e.upcoming_starts[width_bucket(:now::timestamptz, e.upcoming) + 1] NULLS LAST,
                e.name_key,
                e.offering_id
        ) AS turn
    FROM finder_entry AS e
    WHERE (e.buurt_code = ANY (:its_buurten::text[]) OR e.serves && :its_touching::text[])
    --> _entries
), address AS MATERIALIZED (
    SELECT m.place_id, row_number() OVER (ORDER BY min(m.turn)) AS turn
    FROM mine AS m
    WHERE m.place_id IS NOT NULL
    GROUP BY m.place_id
), shown AS MATERIALIZED (
    -- What has a place is left out when its pin is: no card may point to a pin that is not there.
    SELECT m.*
    FROM mine AS m
    LEFT JOIN address AS a ON a.place_id = m.place_id
    WHERE m.place_id IS NULL OR a.turn <= :most_places::integer
    ORDER BY m.turn
    LIMIT :most_offerings::integer
), known_place AS MATERIALIZED (
    -- Every place with something shown, and those in the area where nothing is offered now.
    SELECT
        p.id,
        row_number() OVER (
            ORDER BY p.id NOT IN (SELECT a.place_id FROM address AS a),
                area_name_key(p.name) COLLATE "C", p.id
        ) AS turn
    FROM place AS p
    WHERE (
        --> _place_public
    )
      AND (
          p.id IN (SELECT s.place_id FROM shown AS s)
          OR p.buurt_code = ANY (:its_buurten::text[])
              AND p.id NOT IN (SELECT a.place_id FROM address AS a)
      )
), pin AS MATERIALIZED (
    SELECT k.id, k.turn FROM known_place AS k WHERE k.turn <= :most_places::integer
), outside AS MATERIALIZED (
    SELECT p.id, ST_Distance(p.point, h.geometry) AS border_m
    FROM here AS h
    JOIN place AS p ON ST_DWithin(p.point, h.geometry, :within_m::float8)
    WHERE (
        --> _place_public
    )
      AND coalesce(p.buurt_code <> ALL (:its_buurten::text[]), TRUE)
), beyond AS MATERIALIZED (
    SELECT e.*, NULL::float8 AS distance_m, o.border_m
    FROM outside AS o
    JOIN finder_entry AS e ON e.place_id = o.id
    WHERE e.offering_id NOT IN (SELECT m.offering_id FROM mine AS m)
    --> _entries
), beyond_place AS MATERIALIZED (
    -- When there are too many: the nearest where something is offered.
    SELECT
        o.*,
        row_number() OVER (
            ORDER BY o.id NOT IN (SELECT b.place_id FROM beyond AS b), o.border_m, o.id
        ) AS turn
    FROM outside AS o
    WHERE o.id NOT IN (SELECT a.place_id FROM address AS a)
), beyond_pin AS MATERIALIZED (
    SELECT b.* FROM beyond_place AS b WHERE b.turn <= :most_beyond_places::integer
), beyond_shown AS MATERIALIZED (
    SELECT
        b.*,
        row_number() OVER (ORDER BY b.border_m, b.name_key, b.offering_id) AS turn
    FROM beyond AS b
    WHERE b.place_id IN (SELECT p.id FROM beyond_pin AS p UNION ALL SELECT p.id FROM pin AS p)
    ORDER BY turn
    LIMIT :most_beyond_offerings::integer
), under AS MATERIALIZED (
    -- What goes on in each place, to be put under its pin.
    SELECT o.place_id, json_agg(o.offering_id ORDER BY o.half, o.turn)::text AS offering_ids
    FROM (
        SELECT s.place_id, s.offering_id, 1 AS half, s.turn FROM shown AS s
        UNION ALL
        SELECT b.place_id, b.offering_id, 2, b.turn FROM beyond_shown AS b
    ) AS o
    GROUP BY o.place_id
), desk AS MATERIALIZED (
    -- The Wijkwijzers that are here or come here, then the nearest of the gemeente.
    SELECT
        f.*,
        row_number() OVER (ORDER BY f.closes_at IS NULL, f.choice) AS turn
    FROM (
        SELECT
            e.*,
            NULL::float8 AS distance_m,
            hours.*,
            row_number() OVER (
                ORDER BY
                    ours.offering_id IS NULL,
                    ours.offering_id IS NOT NULL AND hours.closes_at IS NULL,
                    e.point <-> h.label_point NULLS LAST,
                    e.name_key,
                    e.offering_id
            ) AS choice
        FROM here AS h
        CROSS JOIN finder_entry AS e
        LEFT JOIN mine AS ours ON ours.offering_id = e.offering_id
        --> _desk_hours
        WHERE e.kind = (
              SELECT t.position FROM vocabulary_term AS t
              WHERE t.vocabulary = 'kind' AND t.code = 'wijkwijzer'
          )
        --> _of_gemeente
        --> _entries
        ORDER BY choice
        LIMIT :most_desks::integer
    ) AS f
), door AS MATERIALIZED (
    --> _front_door
), everything AS MATERIALIZED (
    SELECT s.offering_id, s.place_id, s.updated_at, s.gemeente_codes FROM shown AS s
    UNION
    SELECT b.offering_id, b.place_id, b.updated_at, b.gemeente_codes FROM beyond_shown AS b
    UNION
    SELECT d.offering_id, d.place_id, d.updated_at, d.gemeente_codes FROM desk AS d
    UNION
    SELECT d.offering_id, d.place_id, d.updated_at, d.gemeente_codes FROM door AS d
), coming AS MATERIALIZED (
    SELECT
        s.*,
        o.place_id AS usual_place_id,
        -- What began yesterday and goes on stands under today.
        greatest((s.starts_at AT TIME ZONE 'Europe/Amsterdam')::date, :today::date) AS day,
        row_number() OVER (ORDER BY s.starts_at, s.ends_at, s.offering_id, s.original_starts_at)
            AS turn
    FROM everything AS o
    JOIN session AS s ON s.offering_id = o.offering_id
    WHERE s.ends_at > :now::timestamptz
      AND s.starts_at < :agenda_end::timestamptz
), agenda AS (
    SELECT
        c.day,
        string_agg(
            '{"offeringId":"' || c.offering_id
            || '","startsAt":"' || instant_text(c.starts_at)
            || '","endsAt":"' || instant_text(c.ends_at)
            || '","status":"' || c.status
            || '","text":' || to_json(c.text || CASE
                WHEN c.place_id IS NULL OR p.id IS NOT NULL THEN ''
                WHEN c.place_id = (SELECT o.place_id FROM offering AS o WHERE o.id = c.offering_id)
                    THEN ''
                ELSE ', op een andere plek'
            END)
            || ',"place":'
            || CASE
                WHEN p.id IS NULL THEN 'null'
                ELSE json_build_object('id', p.id, 'name', p.name)::text
            END
            || '}',
            ',' ORDER BY c.turn
        ) AS sessions
    FROM coming AS c
    LEFT JOIN place AS p
        ON p.id = c.place_id AND p.id IS DISTINCT FROM c.usual_place_id
        AND (
            --> _place_public
        )
    WHERE c.turn <= :most_sessions::integer
    GROUP BY c.day
)
SELECT
    --> _area_map_members
    (
        SELECT array_agg(DISTINCT near.gemeente_code)
        FROM (
            SELECT a.gemeente_code FROM area AS a WHERE a.code = ANY (:its_touching::text[])
            UNION ALL
            SELECT a.gemeente_code
            FROM here AS h
            JOIN area AS a
                ON a.level = 'buurt' AND ST_DWithin(a.geometry, h.geometry, :within_m::float8)
            WHERE a.gemeente_code <> h.gemeente_code
            UNION ALL
            SELECT unnest(e.gemeente_codes) FROM everything AS e
        ) AS near
    ) AS scopes,
    --> _ticks
