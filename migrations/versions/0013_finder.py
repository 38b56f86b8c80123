"""The read model of the finder: what can be found, kept by the database itself."""

from alembic import op

revision = "0013_finder"
down_revision = "0012_texts_for_readers"
branch_labels = None
depends_on = None

# The texts of app/areas/sql and app/finder/sql on the day of this migration; a test compares them.
BUURTEN_OF = r"""
CREATE OR REPLACE FUNCTION buurten_of(codes text[]) RETURNS text[]
LANGUAGE sql STABLE PARALLEL SAFE
BEGIN ATOMIC
    WITH RECURSIVE below AS (
        SELECT a.code, a.level FROM area AS a WHERE a.code = ANY (codes)
        UNION
        SELECT part.code, part.level
        FROM below
        CROSS JOIN LATERAL (
            SELECT a.code, a.level
            FROM area AS a
            WHERE a.parent_code = below.code AND a.level <> 'people'
            UNION ALL
            SELECT a.code, a.level
            FROM area_member AS m
            JOIN area AS a ON a.code = m.buurt_code
            WHERE m.area_code = below.code
        ) AS part
    )
    SELECT ARRAY(SELECT b.code FROM below AS b WHERE b.level = 'buurt' ORDER BY b.code);
END
"""
AREAS_TOUCHING = r"""
CREATE OR REPLACE FUNCTION areas_touching(codes text[]) RETURNS text[]
LANGUAGE sql STABLE PARALLEL SAFE
BEGIN ATOMIC
    WITH RECURSIVE above AS (
        SELECT a.code, a.parent_code FROM area AS a WHERE a.code = ANY (buurten_of(codes))
        UNION
        SELECT a.code, a.parent_code FROM above JOIN area AS a ON a.code = above.parent_code
    )
    SELECT ARRAY(
        SELECT above.code FROM above
        UNION
        SELECT m.area_code FROM above JOIN area_member AS m ON m.buurt_code = above.code
        UNION
        SELECT a.code FROM area AS a WHERE a.code = ANY (codes)
        ORDER BY 1
    );
END
"""
SEARCH_DOCUMENT = r"""
CREATE OR REPLACE FUNCTION search_document(
    title text, names text, summary text, description text
) RETURNS tsvector
LANGUAGE sql IMMUTABLE PARALLEL SAFE
BEGIN ATOMIC
    SELECT setweight(search_words(title), 'A') || setweight(search_words(names), 'B')
        || setweight(search_words(summary), 'C') || setweight(search_words(description), 'D');
END
"""
SEARCH_QUESTION = r"""
CREATE OR REPLACE FUNCTION search_question(typed text) RETURNS tsquery
LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE
BEGIN ATOMIC
    SELECT string_agg(
        format(
            '(''%s''%s%s)',
            w.word,
            CASE WHEN w.place = w.last_place THEN ':*' END,
            ' | ''' || w.stem || ''''
        ),
        ' & '
    )::tsquery
    FROM (
        SELECT
            u.word,
            u.place,
            (ts_lexize('dutch_stem', u.word))[1] AS stem,
            max(u.place) OVER () AS last_place,
            bool_or(ts_lexize('dutch_stem', u.word) <> '{}') OVER () AS some_mean_something
        FROM regexp_split_to_table(search_fold(typed), ' ') WITH ORDINALITY AS u (word, place)
        WHERE u.word <> ''
    ) AS w
    WHERE w.stem IS NOT NULL OR NOT w.some_mean_something;
END
"""
FINDER_SOURCE = r"""
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
        names => concat_ws(' ', labels.words, p.name, g.name),
        summary => o.summary,
        description => coalesce(o.description, '')
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
    SELECT string_agg(t.label_nl, ' ' ORDER BY t.vocabulary, t.position) AS words
    FROM vocabulary_term AS t
    WHERE (t.vocabulary = 'kind' AND t.code = o.kind)
       OR (t.vocabulary = 'theme' AND t.code = ANY (o.themes))
) AS labels
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
"""
FINDER_SESSION_SOURCE = r"""
CREATE OR REPLACE VIEW finder_session_source AS
SELECT
    s.offering_id,
    s.original_starts_at,
    CASE
        WHEN e.offering_id IS NULL THEN NULL
        WHEN s.place_id IS NULL THEN e.point
        ELSE p.point
    END AS point
FROM session AS s
LEFT JOIN finder_entry AS e ON e.offering_id = s.offering_id
LEFT JOIN place AS p
    ON p.id = s.place_id AND p.status = 'published' AND p.visibility = 'public'
"""
FINDER_HOLD = r"""
CREATE OR REPLACE FUNCTION finder_hold(
    ids uuid[], organizations uuid[] DEFAULT '{}', places uuid[] DEFAULT '{}'
) RETURNS void
LANGUAGE plpgsql AS $$
BEGIN
    PERFORM FROM organization AS g
    WHERE g.id = ANY (
        organizations
        || ARRAY(SELECT o.organization_id FROM offering AS o WHERE o.id = ANY (ids))
    )
    ORDER BY g.id
    FOR SHARE;
    PERFORM FROM place AS p
    WHERE p.id = ANY (
        places
        || ARRAY(SELECT o.place_id FROM offering AS o WHERE o.id = ANY (ids))
        || ARRAY(SELECT DISTINCT s.place_id FROM session AS s WHERE s.offering_id = ANY (ids))
    )
    ORDER BY p.id
    FOR SHARE;
END
$$
"""
FINDER_HOLD_BEFORE = r"""
CREATE OR REPLACE FUNCTION finder_hold_before(ids uuid[], place_id uuid) RETURNS void
LANGUAGE plpgsql AS $$
BEGIN
    PERFORM FROM organization AS g
    WHERE g.id = ANY (ARRAY(SELECT o.organization_id FROM offering AS o WHERE o.id = ANY (ids)))
    ORDER BY g.id
    FOR SHARE;
    PERFORM FROM place AS p
    WHERE p.id < finder_hold_before.place_id
      AND p.id = ANY (
          ARRAY(SELECT o.place_id FROM offering AS o WHERE o.id = ANY (ids))
          || ARRAY(SELECT DISTINCT s.place_id FROM session AS s WHERE s.offering_id = ANY (ids))
      )
    ORDER BY p.id
    FOR SHARE;
END
$$
"""
FINDER_WRITE = r"""
CREATE OR REPLACE FUNCTION finder_write(ids uuid[]) RETURNS void
LANGUAGE plpgsql
-- To plan the view takes five times as long as to ask it, to compile it a hundred times.
SET plan_cache_mode = force_generic_plan
SET jit = off
AS $$
DECLARE
    before text[] := ARRAY(
        SELECT unnest(e.gemeente_codes) FROM finder_entry AS e WHERE e.offering_id = ANY (ids)
    );
BEGIN
    WITH known AS MATERIALIZED (
        SELECT * FROM finder_source WHERE offering_id = ANY (ids)
    ), gone AS (
        DELETE FROM finder_entry AS e
        WHERE e.offering_id = ANY (ids)
          AND NOT EXISTS (SELECT FROM known WHERE known.offering_id = e.offering_id)
    )
    INSERT INTO finder_entry
    SELECT * FROM known ORDER BY offering_id
    ON CONFLICT (offering_id) DO UPDATE SET
        is_listed = excluded.is_listed,
        point = excluded.point,
        lon = excluded.lon,
        lat = excluded.lat,
        kind = excluded.kind,
        cost = excluded.cost,
        joining = excluded.joining,
        wheelchair = excluded.wheelchair,
        voorliggend = excluded.voorliggend,
        themes = excluded.themes,
        audiences = excluded.audiences,
        audiences_only = excluded.audiences_only,
        languages = excluded.languages,
        min_age = excluded.min_age,
        max_age = excluded.max_age,
        spots = excluded.spots,
        spots_until = excluded.spots_until,
        checked_on = excluded.checked_on,
        is_checked = excluded.is_checked,
        freshness = excluded.freshness,
        ends_on = excluded.ends_on,
        buurt_code = excluded.buurt_code,
        gemeente_code = excluded.gemeente_code,
        gemeente_codes = excluded.gemeente_codes,
        serves = excluded.serves,
        place_id = excluded.place_id,
        organization_id = excluded.organization_id,
        upcoming = excluded.upcoming,
        upcoming_starts = excluded.upcoming_starts,
        upcoming_next = excluded.upcoming_next,
        search = excluded.search,
        name_key = excluded.name_key,
        updated_at = excluded.updated_at,
        card_head = excluded.card_head,
        card_body = excluded.card_body,
        card_reported = excluded.card_reported,
        card_verified = excluded.card_verified,
        card_tail = excluded.card_tail,
        card_version = excluded.card_version
    -- Whole rows, bit by bit: a list of columns here once forgot the point.
    WHERE finder_entry *<> excluded;

    UPDATE session AS s
    SET point = f.point
    FROM finder_session_source AS f
    WHERE s.offering_id = ANY (ids)
      AND f.offering_id = ANY (ids)
      AND f.offering_id = s.offering_id
      AND f.original_starts_at = s.original_starts_at
      AND s.point IS DISTINCT FROM f.point;

    -- Always, also when no column above differs: an answer may hold more than the card does, and
    -- the answer about what leads here holds this title.
    PERFORM finder_changed(before || ARRAY(
        SELECT unnest(e.gemeente_codes) FROM finder_entry AS e WHERE e.offering_id = ANY (ids)
        UNION
        SELECT unnest(e.gemeente_codes)
        FROM offering_next_step AS n
        JOIN finder_entry AS e ON e.offering_id = n.offering_id
        WHERE n.next_id = ANY (ids)
    ));
END
$$
"""
FINDER_REFRESH = r"""
CREATE OR REPLACE FUNCTION finder_refresh(
    ids uuid[], organizations uuid[] DEFAULT '{}', places uuid[] DEFAULT '{}'
) RETURNS void
LANGUAGE plpgsql AS $$
BEGIN
    PERFORM finder_hold(ids, organizations, places);
    PERFORM FROM offering AS o WHERE o.id = ANY (ids) ORDER BY o.id FOR NO KEY UPDATE;
    -- While that waited they may have come to stand on something else.
    PERFORM finder_hold(ids);
    PERFORM finder_write(ids);
END
$$
"""


def upgrade() -> None:
    op.execute(BUURTEN_OF)
    op.execute(AREAS_TOUCHING)
    _words()
    _tables()
    for statement in (FINDER_SOURCE, FINDER_SESSION_SOURCE):
        op.execute(statement)
    _versions()
    for statement in (FINDER_HOLD, FINDER_HOLD_BEFORE, FINDER_WRITE, FINDER_REFRESH):
        op.execute(statement)
    _triggers()
    # From here on nobody else writes what the view reads: the triggers hold those tables.
    op.execute("INSERT INTO finder_entry SELECT * FROM finder_source")
    op.execute("""
        UPDATE session AS s SET point = f.point FROM finder_session_source AS f
        WHERE f.offering_id = s.offering_id AND f.original_starts_at = s.original_starts_at
          AND f.point IS NOT NULL
    """)
    op.execute("""
        SELECT finder_changed(ARRAY(
            SELECT unnest(gemeente_codes) FROM finder_entry UNION SELECT gemeente_code FROM place
        ))
    """)
    _indexes()


def _words() -> None:
    # Without case, accents and punctuation; letters of other scripts stay.
    op.execute(r"""
        CREATE FUNCTION search_fold(words text) RETURNS text
        LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE
        BEGIN ATOMIC
            SELECT regexp_replace(
                regexp_replace(lower(normalize(words, NFKD)), '[\u0300-\u036f]', '', 'g'),
                '[\u0001-\u002f\u003a-\u0040\u005b-\u0060\u007b-\u00bf\u2000-\u206f]+', ' ', 'g'
            );
        END
    """)
    op.execute("""
        CREATE FUNCTION search_words(words text) RETURNS tsvector
        LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE
        BEGIN ATOMIC
            SELECT to_tsvector('pg_catalog.simple', search_fold(words))
                || to_tsvector('pg_catalog.dutch', search_fold(words));
        END
    """)
    op.execute(SEARCH_DOCUMENT)
    op.execute(SEARCH_QUESTION)
    op.execute("""
        CREATE FUNCTION date_in_dutch(day date) RETURNS text
        LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE
        BEGIN ATOMIC
            SELECT extract(day FROM day) || ' ' || (ARRAY[
                'januari', 'februari', 'maart', 'april', 'mei', 'juni', 'juli', 'augustus',
                'september', 'oktober', 'november', 'december'
            ])[extract(month FROM day)::integer] || ' ' || extract(year FROM day);
        END
    """)
    op.execute("""
        CREATE FUNCTION instant_text(moment timestamptz) RETURNS text
        LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE
        BEGIN ATOMIC
            SELECT left((date_trunc('second', moment AT TIME ZONE 'UTC'))::text, 10) || 'T'
                || right((date_trunc('second', moment AT TIME ZONE 'UTC'))::text, 8) || 'Z';
        END
    """)
    op.execute("COMMENT ON FUNCTION instant_text IS 'as the interface writes it: UTC, seconds, Z'")
    # The members of a JSON object without its braces, to be put together with others.
    op.execute("""
        CREATE FUNCTION inside(object json) RETURNS text
        LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE
        BEGIN ATOMIC
            SELECT left(substr(object::text, 2), -1);
        END
    """)


def _tables() -> None:
    op.execute("""
        CREATE TABLE finder_entry (
            offering_id     uuid PRIMARY KEY REFERENCES offering ON DELETE CASCADE,
            is_listed       boolean NOT NULL,
            -- NULL: at home, by phone, online, area_only, hidden. One rule: nothing there to leak.
            point           geometry(Point, 28992),
            lon             float8,
            lat             float8,
            kind            smallint NOT NULL,
            cost            smallint NOT NULL,
            joining         smallint NOT NULL,
            wheelchair      smallint NOT NULL,
            voorliggend     boolean NOT NULL,
            themes          bigint NOT NULL,
            audiences       bigint NOT NULL,
            audiences_only  bigint NOT NULL,
            languages       text[] NOT NULL,
            min_age         smallint,
            max_age         smallint,
            spots           smallint NOT NULL,
            spots_until     date,
            checked_on      date NOT NULL,
            is_checked      boolean NOT NULL,
            freshness       smallint NOT NULL,
            ends_on         date,
            buurt_code      text,
            gemeente_code   text,
            gemeente_codes  text[] NOT NULL,
            serves          text[] NOT NULL,
            place_id        uuid,
            organization_id uuid NOT NULL,
            upcoming        timestamptz[] NOT NULL,
            upcoming_starts timestamptz[] NOT NULL,
            upcoming_next   text[] NOT NULL,
            search          tsvector NOT NULL,
            name_key        text COLLATE "C" NOT NULL,
            updated_at      timestamptz NOT NULL,
            card_head       text NOT NULL,
            card_body       text NOT NULL,
            card_reported   text NOT NULL,
            card_verified   text NOT NULL,
            card_tail       text NOT NULL,
            card_version    smallint NOT NULL,
            CHECK ((point IS NULL) = (lon IS NULL)),
            CHECK ((point IS NULL) = (lat IS NULL)),
            CHECK ((point IS NULL) = (place_id IS NULL))
        ) WITH (fillfactor = 80)
    """)
    op.execute("""
        COMMENT ON TABLE finder_entry IS
            'derived: equals finder_source, kept by finder_refresh inside the transaction of '
            'whoever writes; never written by hand'
    """)
    op.execute("""
        COMMENT ON COLUMN finder_entry.upcoming IS
            'ends of its sessions that are not cancelled, sorted; the next one is '
            'upcoming[width_bucket(moment, upcoming) + 1]'
    """)
    op.execute("ALTER TABLE session ADD point geometry(Point, 28992)")
    op.execute("COMMENT ON COLUMN session.point IS 'derived: finder_session_source'")
    op.execute("""
        CREATE TABLE finder_version (
            gemeente_code text,
            slot          smallint,
            version       bigint NOT NULL CHECK (version > 0),
            PRIMARY KEY (gemeente_code, slot)
        ) WITH (fillfactor = 50)
    """)
    op.execute("""
        COMMENT ON TABLE finder_version IS
            'counts changes: the version of a gemeente is the sum of its slots, and each writer '
            'counts in a slot of its own, so that nobody waits; without a code: outside all'
    """)


def _indexes() -> None:
    # After the table is filled: that is many times faster.
    op.execute("""
        CREATE INDEX finder_entry_near ON finder_entry USING gist (point, kind)
            WHERE is_listed AND point IS NOT NULL
    """)
    op.execute("CREATE INDEX finder_entry_words ON finder_entry USING gin (search) WHERE is_listed")
    op.execute("CREATE INDEX finder_entry_kind ON finder_entry (kind) WHERE is_listed")
    op.execute("CREATE INDEX finder_entry_name ON finder_entry (name_key, offering_id)")
    op.execute("CREATE INDEX finder_entry_buurt ON finder_entry (buurt_code)")
    op.execute("CREATE INDEX finder_entry_gemeente ON finder_entry (gemeente_code)")
    op.execute("CREATE INDEX finder_entry_place ON finder_entry (place_id)")
    op.execute("CREATE INDEX finder_entry_serves ON finder_entry USING gin (serves)")
    op.execute("CREATE INDEX session_near ON session USING gist (point, starts_at)")
    op.execute("CREATE INDEX session_ends ON session (ends_at)")
    op.execute("CREATE INDEX session_place ON session (place_id) WHERE place_id IS NOT NULL")
    op.execute("CREATE INDEX offering_next_step_next ON offering_next_step (next_id)")
    op.execute(
        "CREATE INDEX offering_organizer_organization ON offering_organizer (organization_id)"
    )


def _versions() -> None:
    op.execute("""
        CREATE FUNCTION finder_changed(codes text[]) RETURNS void LANGUAGE sql AS $$
            INSERT INTO finder_version AS v (gemeente_code, slot, version)
            SELECT DISTINCT coalesce(u.code, ''), pg_backend_pid() % 64, 1
            FROM unnest(codes) AS u (code)
            ORDER BY 1
            ON CONFLICT (gemeente_code, slot) DO UPDATE SET version = v.version + 1
        $$
    """)


# Which offerings does a change mean, and what did they stand on before? By table and event: a
# condition and what is done, with the changed rows as `old_rows` and `new_rows`.
# Rows of offering_service_area that come or go touch offering through a trigger of their own.
OWN_OFFERINGS = "SELECT o.id FROM offering AS o JOIN new_rows AS n ON n.id = o.organization_id"
FOLLOWS = (
    (
        "offering",
        "INSERT",
        "SELECT id FROM new_rows",
        "PERFORM finder_hold(ids); PERFORM finder_write(ids)",
    ),
    (
        "offering",
        "UPDATE",
        "SELECT id FROM new_rows",
        # Its row is ours already.
        """PERFORM finder_hold(
                ids,
                organizations => ARRAY(SELECT organization_id FROM old_rows),
                places => ARRAY(SELECT place_id FROM old_rows)
            );
            PERFORM finder_write(ids)""",
    ),
    (
        "offering_service_area",
        "UPDATE",
        "SELECT offering_id FROM old_rows UNION SELECT offering_id FROM new_rows",
        "PERFORM finder_refresh(ids)",
    ),
    ("schedule", "INSERT", "SELECT offering_id FROM new_rows", "PERFORM finder_refresh(ids)"),
    (
        "schedule",
        "UPDATE",
        "SELECT offering_id FROM old_rows UNION SELECT offering_id FROM new_rows",
        "PERFORM finder_refresh(ids)",
    ),
    ("schedule", "DELETE", "SELECT offering_id FROM old_rows", "PERFORM finder_refresh(ids)"),
    ("session", "INSERT", "SELECT offering_id FROM new_rows", "PERFORM finder_refresh(ids)"),
    (
        "session",
        "UPDATE",
        # All but the point, which finder_refresh itself copies, and the schedule that planned it.
        """SELECT offering_id
            FROM new_rows AS n
            FULL JOIN old_rows AS o USING (offering_id, original_starts_at)
            WHERE (n.starts_at, n.ends_at, n.status, n.note, n.place_id, n.text)
                IS DISTINCT FROM (o.starts_at, o.ends_at, o.status, o.note, o.place_id, o.text)""",
        "PERFORM finder_refresh(ids, places => ARRAY(SELECT place_id FROM old_rows))",
    ),
    (
        "session",
        "DELETE",
        "SELECT offering_id FROM old_rows",
        "PERFORM finder_refresh(ids, places => ARRAY(SELECT place_id FROM old_rows))",
    ),
    ("organization", "UPDATE", OWN_OFFERINGS, "PERFORM finder_write(ids)"),
    (
        "place",
        "UPDATE",
        """SELECT o.id FROM offering AS o JOIN new_rows AS n ON n.id = o.place_id
            UNION
            SELECT s.offering_id FROM session AS s JOIN new_rows AS n ON n.id = s.place_id""",
        """PERFORM finder_hold_before(ids, (SELECT id FROM new_rows ORDER BY id DESC LIMIT 1));
            PERFORM finder_write(ids)""",
    ),
    (
        "vocabulary_term",
        "UPDATE",
        """SELECT o.id
            FROM new_rows AS n
            JOIN old_rows AS r USING (vocabulary, code)
            JOIN offering AS o ON CASE n.vocabulary
                WHEN 'kind' THEN o.kind = n.code
                WHEN 'theme' THEN n.code = ANY (o.themes)
                WHEN 'audience' THEN o.audiences ? n.code
                ELSE false
            END
            WHERE o.status IN ('published', 'paused')
              AND (n.label_nl, n.position) IS DISTINCT FROM (r.label_nl, r.position)""",
        "PERFORM finder_refresh(ids)",
    ),
)
# Where an answer changes that no entry shows: a place alone, who organizes along, what comes next.
# finder_entry itself counts when rows go with their offering.
LED_FROM = (
    "SELECT unnest(e.gemeente_codes) FROM finder_entry AS e JOIN {rows} AS n USING (offering_id)"
)
STANDS_AT = "SELECT p.gemeente_code FROM place AS p JOIN {rows} AS n ON n.place_id = p.id"
COUNTS = (
    ("finder_entry", "DELETE", "SELECT unnest(gemeente_codes) FROM old_rows"),
    ("place", "INSERT", "SELECT gemeente_code FROM new_rows"),
    (
        "place",
        "UPDATE",
        "SELECT gemeente_code FROM old_rows UNION SELECT gemeente_code FROM new_rows",
    ),
    ("place", "DELETE", "SELECT gemeente_code FROM old_rows"),
    ("place_opening", "INSERT", STANDS_AT.format(rows="new_rows")),
    ("place_opening", "DELETE", STANDS_AT.format(rows="old_rows")),
    ("offering_organizer", "INSERT", LED_FROM.format(rows="new_rows")),
    ("offering_organizer", "DELETE", LED_FROM.format(rows="old_rows")),
    ("offering_next_step", "INSERT", LED_FROM.format(rows="new_rows")),
    ("offering_next_step", "DELETE", LED_FROM.format(rows="old_rows")),
    (
        "organization",
        "UPDATE",
        """SELECT p.gemeente_code FROM place AS p JOIN new_rows AS n ON n.id = p.organization_id
            UNION
            SELECT unnest(e.gemeente_codes)
            FROM finder_entry AS e
            JOIN offering_organizer AS o ON o.offering_id = e.offering_id
            JOIN new_rows AS n ON n.id = o.organization_id""",
    ),
)


def _triggers() -> None:
    for table, event, ids, refresh in FOLLOWS:
        _on(
            "follow",
            table,
            event,
            declare=f"ids uuid[] := ARRAY({ids});",
            body=f"IF ids <> '{{}}' THEN {refresh}; END IF;",
        )
    for table, event, codes in COUNTS:
        _on("count", table, event, body=f"PERFORM finder_changed(ARRAY({codes}));")
    # Before anything goes with it: see finder_hold.
    op.execute("""
        CREATE FUNCTION finder_hold_what_goes() RETURNS trigger LANGUAGE plpgsql AS $$
        BEGIN
            PERFORM finder_hold(ARRAY[OLD.id]);
            RETURN OLD;
        END
        $$
    """)
    op.execute("""
        CREATE TRIGGER finder_hold BEFORE DELETE ON offering
            FOR EACH ROW EXECUTE FUNCTION finder_hold_what_goes()
    """)


def _on(what: str, table: str, event: str, *, body: str, declare: str = "") -> None:
    name = f"finder_{what}_{table}_{event.lower()}"
    op.execute(f"""
        CREATE FUNCTION {name}() RETURNS trigger LANGUAGE plpgsql AS $$
        {f"DECLARE {declare}" if declare else ""}
        BEGIN
            {body}
            RETURN NULL;
        END
        $$
    """)
    rows = {
        "INSERT": "NEW TABLE AS new_rows",
        "DELETE": "OLD TABLE AS old_rows",
        "UPDATE": "OLD TABLE AS old_rows NEW TABLE AS new_rows",
    }
    op.execute(f"""
        CREATE TRIGGER finder_{what}_{event.lower()} AFTER {event} ON {table}
            REFERENCING {rows[event]}
            FOR EACH STATEMENT EXECUTE FUNCTION {name}()
    """)


def downgrade() -> None:
    op.execute("DROP TRIGGER finder_hold ON offering")
    op.execute("DROP FUNCTION finder_hold_what_goes()")
    events = [
        *(("follow", table, event) for table, event, _, _ in FOLLOWS),
        *(("count", table, event) for table, event, _ in COUNTS),
    ]
    for what, table, event in events:
        op.execute(f"DROP TRIGGER finder_{what}_{event.lower()} ON {table}")
        op.execute(f"DROP FUNCTION finder_{what}_{table}_{event.lower()}()")
    for function in ("finder_refresh", "finder_hold"):
        op.execute(f"DROP FUNCTION {function}(uuid[], uuid[], uuid[])")
    op.execute("DROP FUNCTION finder_write(uuid[])")
    op.execute("DROP FUNCTION finder_hold_before(uuid[], uuid)")
    op.execute("DROP FUNCTION finder_changed(text[])")
    op.execute("DROP VIEW finder_session_source")
    op.execute("DROP VIEW finder_source")
    op.execute("DROP TABLE finder_version")
    op.execute("DROP INDEX offering_organizer_organization")
    op.execute("DROP INDEX offering_next_step_next")
    op.execute("DROP INDEX session_place")
    op.execute("DROP INDEX session_ends")
    op.execute("ALTER TABLE session DROP point")
    op.execute("DROP TABLE finder_entry")
    for function in (
        "inside(json)",
        "instant_text(timestamptz)",
        "date_in_dutch(date)",
        "search_question(text)",
        "search_document(text, text, text, text)",
        "search_words(text)",
        "search_fold(text)",
        "areas_touching(text[])",
        "buurten_of(text[])",
    ):
        op.execute(f"DROP FUNCTION {function}")
