"""Offerings: what somebody can join or turn to, where it serves, and what it leads to."""

from alembic import op

revision = "0007_offerings"
down_revision = "0006_holidays"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.execute("""
        CREATE TABLE offering (
            id            uuid PRIMARY KEY,
            version       integer NOT NULL DEFAULT 1 CHECK (version > 0),
            status        text NOT NULL CHECK (status IN
                ('draft', 'pending', 'rejected', 'published', 'paused', 'ended',
                 'blocked', 'archived')),
            status_reason text,
            paused_until  date,
            merged_into   uuid REFERENCES offering,
            gemeente_code text,
            source_name   text,
            source_external_id text,
            source_url    text,
            source_checked_on date,
            imported      jsonb,
            demo          boolean NOT NULL DEFAULT false,
            verified_at   timestamptz,
            verified_how  text CHECK (verified_how IN
                ('keeper', 'link', 'phone', 'visit', 'referrer', 'report')),
            verified_by   text,
            created_at    timestamptz NOT NULL,
            updated_at    timestamptz NOT NULL,

            kind          text NOT NULL,
            title         text NOT NULL CHECK (title <> ''),
            summary       text NOT NULL CHECK (char_length(summary) <= 160),
            description   text,
            organization_id uuid NOT NULL REFERENCES organization,
            place_id      uuid REFERENCES place,
            channel       text NOT NULL CHECK (channel IN
                ('place', 'on_the_move', 'at_home', 'phone', 'online')),
            themes        text[] NOT NULL CHECK (cardinality(themes) BETWEEN 1 AND 5),
            audiences     jsonb NOT NULL DEFAULT '{}',
            min_age       smallint CHECK (min_age BETWEEN 0 AND 120),
            max_age       smallint CHECK (max_age BETWEEN 0 AND 120),
            languages     text[] NOT NULL DEFAULT '{}',
            easy_language boolean NOT NULL DEFAULT false,
            access        text[] NOT NULL CHECK (cardinality(access) > 0 AND access <@
                '{open,intake,wmo,wlz,jeugdwet,zvw,participatiewet,unknown}'::text[]),
            provision     text NOT NULL CHECK (provision IN
                ('general', 'initiative', 'commercial', 'individual')),
            cost_kind     text NOT NULL CHECK (cost_kind IN
                ('free', 'donation', 'amount', 'contribution', 'unknown')),
            cost_amount   numeric(8, 2) CHECK (cost_amount > 0),
            cost_per      text,
            cost_note     text,
            cost_help     text[] NOT NULL DEFAULT '{}',
            joining       text NOT NULL CHECK (joining IN
                ('walk_in', 'call_first', 'sign_up', 'by_referral')),
            first_time    text[] NOT NULL DEFAULT '{}' CHECK (first_time <@
                '{welcomed,pick_up,bring_someone,look_first,unknown}'::text[]),
            led_by        text[] NOT NULL DEFAULT '{}' CHECK (led_by <@
                '{professional,volunteer,expert_by_experience,neighbour,participants}'::text[]),
            effort        text CHECK (effort IN ('gentle', 'moderate', 'brisk')),
            distance_km   numeric(5, 1) CHECK (distance_km > 0),
            weather       text CHECK (weather IN ('always', 'indoors', 'off')),
            contact       jsonb NOT NULL DEFAULT '{}',
            professional_contact jsonb,
            spots         text NOT NULL CHECK (spots IN
                ('open', 'few', 'full', 'waiting_list', 'unknown')),
            spots_as_of   timestamptz,
            sensitivity   text NOT NULL CHECK (sensitivity IN
                ('open', 'discreet', 'art9', 'safety')),
            voorliggend   boolean NOT NULL GENERATED ALWAYS AS (
                access && '{open,intake}'::text[]
                AND provision IN ('general', 'initiative')
                AND cost_kind <> 'unknown'
            ) STORED,

            CHECK ((source_name IS NULL) = (source_external_id IS NULL)),
            CHECK (min_age <= max_age),
            CHECK (channel <> 'place' OR place_id IS NOT NULL),
            CHECK (channel IN ('place', 'on_the_move') OR place_id IS NULL),
            CHECK ((cost_kind = 'amount') <= (cost_amount IS NOT NULL)),
            CHECK (cost_amount IS NULL OR cost_kind IN ('amount', 'contribution')),
            CHECK (paused_until IS NULL OR status = 'paused'),
            CHECK (status_reason IS NOT NULL OR status NOT IN ('paused', 'rejected', 'blocked')),
            UNIQUE (source_name, source_external_id)
        )
    """)
    for column in ("organization_id", "place_id", "gemeente_code"):
        op.execute(f"CREATE INDEX offering_{column} ON offering ({column})")
    op.execute("""
        CREATE TABLE offering_service_area (
            offering_id uuid NOT NULL REFERENCES offering ON DELETE CASCADE,
            -- Deferred: an import of areas renumbers both sides in one transaction.
            area_code   text NOT NULL REFERENCES area (code) DEFERRABLE INITIALLY DEFERRED,
            PRIMARY KEY (offering_id, area_code)
        )
    """)
    op.execute("CREATE INDEX offering_service_area_code ON offering_service_area (area_code)")
    op.execute("""
        CREATE TABLE offering_organizer (
            offering_id     uuid NOT NULL REFERENCES offering ON DELETE CASCADE,
            organization_id uuid NOT NULL REFERENCES organization,
            PRIMARY KEY (offering_id, organization_id)
        )
    """)
    op.execute("""
        CREATE TABLE offering_next_step (
            offering_id uuid NOT NULL REFERENCES offering ON DELETE CASCADE,
            next_id     uuid NOT NULL REFERENCES offering ON DELETE CASCADE,
            PRIMARY KEY (offering_id, next_id),
            CHECK (offering_id <> next_id)
        )
    """)
    # The gemeente: of its place; without one of the areas it serves; else of its organization.
    op.execute("""
        CREATE FUNCTION offering_derive() RETURNS trigger LANGUAGE plpgsql AS $$
        BEGIN
            PERFORM require_terms('kind', ARRAY[NEW.kind]);
            PERFORM require_terms('theme', NEW.themes);
            PERFORM require_terms('audience',
                ARRAY(SELECT jsonb_object_keys(NEW.audiences)));
            PERFORM require_terms('audience_mode',
                ARRAY(SELECT value FROM jsonb_each_text(NEW.audiences)));
            NEW.sensitivity := (
                SELECT coalesce(
                    (ARRAY['open', 'discreet', 'art9', 'safety'])[max(array_position(
                        ARRAY['open', 'discreet', 'art9', 'safety'], t.sensitivity))],
                    'open')
                FROM vocabulary_term t
                WHERE (t.vocabulary = 'theme' AND t.code = ANY (NEW.themes))
                   OR (t.vocabulary = 'audience' AND NEW.audiences ? t.code)
            );
            NEW.gemeente_code := coalesce(
                (SELECT gemeente_code FROM place WHERE id = NEW.place_id),
                (SELECT min(a.gemeente_code)
                 FROM offering_service_area s JOIN area a ON a.code = s.area_code
                 WHERE s.offering_id = NEW.id),
                (SELECT gemeente_code FROM organization WHERE id = NEW.organization_id)
            );
            RETURN NEW;
        END
        $$
    """)
    op.execute("""
        CREATE TRIGGER offering_derive BEFORE INSERT OR UPDATE ON offering
            FOR EACH ROW EXECUTE FUNCTION offering_derive()
    """)
    # What it stands on has moved: derive again, the trigger above does the rest.
    op.execute("""
        CREATE FUNCTION offering_follow_service_area() RETURNS trigger LANGUAGE plpgsql AS $$
        BEGIN
            UPDATE offering SET gemeente_code = gemeente_code
            WHERE id IN (SELECT offering_id FROM changed);
            RETURN NULL;
        END
        $$
    """)
    for event, table in (("INSERT", "NEW"), ("DELETE", "OLD")):
        op.execute(f"""
            CREATE TRIGGER offering_follow_service_area_{event.lower()}
                AFTER {event} ON offering_service_area
                REFERENCING {table} TABLE AS changed
                FOR EACH STATEMENT EXECUTE FUNCTION offering_follow_service_area()
        """)
    op.execute("""
        CREATE FUNCTION offering_follow_place() RETURNS trigger LANGUAGE plpgsql AS $$
        BEGIN
            UPDATE offering SET gemeente_code = NEW.gemeente_code WHERE place_id = NEW.id;
            RETURN NULL;
        END
        $$
    """)
    op.execute("""
        CREATE TRIGGER offering_follow_place AFTER UPDATE ON place
            FOR EACH ROW WHEN (OLD.gemeente_code IS DISTINCT FROM NEW.gemeente_code)
            EXECUTE FUNCTION offering_follow_place()
    """)
    op.execute("""
        CREATE FUNCTION offering_follow_organization() RETURNS trigger LANGUAGE plpgsql AS $$
        BEGIN
            UPDATE offering SET gemeente_code = gemeente_code WHERE organization_id = NEW.id;
            RETURN NULL;
        END
        $$
    """)
    op.execute("""
        CREATE TRIGGER offering_follow_organization AFTER UPDATE ON organization
            FOR EACH ROW WHEN (OLD.gemeente_code IS DISTINCT FROM NEW.gemeente_code)
            EXECUTE FUNCTION offering_follow_organization()
    """)
    op.execute("""
        CREATE FUNCTION offering_follow_vocabulary() RETURNS trigger LANGUAGE plpgsql AS $$
        BEGIN
            UPDATE offering SET sensitivity = sensitivity
            WHERE CASE NEW.vocabulary
                WHEN 'theme' THEN NEW.code = ANY (themes)
                WHEN 'audience' THEN audiences ? NEW.code
            END;
            RETURN NULL;
        END
        $$
    """)
    op.execute("""
        CREATE TRIGGER offering_follow_vocabulary AFTER UPDATE ON vocabulary_term
            FOR EACH ROW WHEN (OLD.sensitivity IS DISTINCT FROM NEW.sensitivity)
            EXECUTE FUNCTION offering_follow_vocabulary()
    """)
    # Nobody puts something on the map that stands on nothing. The lock makes an archiving that
    # goes on at this moment wait, and then see this offering.
    op.execute("""
        CREATE FUNCTION offering_stands() RETURNS trigger LANGUAGE plpgsql AS $$
        DECLARE
            parent text;
        BEGIN
            SELECT status INTO parent FROM organization WHERE id = NEW.organization_id FOR SHARE;
            IF parent = 'archived' THEN
                RAISE EXCEPTION 'organization % is archived', NEW.organization_id
                    USING ERRCODE = 'restrict_violation',
                        CONSTRAINT = 'offering_on_archived_organization';
            END IF;
            SELECT status INTO parent FROM place WHERE id = NEW.place_id FOR SHARE;
            IF parent = 'archived' THEN
                RAISE EXCEPTION 'place % is archived', NEW.place_id
                    USING ERRCODE = 'restrict_violation',
                        CONSTRAINT = 'offering_on_archived_place';
            END IF;
            RETURN NEW;
        END
        $$
    """)
    op.execute("""
        CREATE TRIGGER offering_stands
            BEFORE INSERT OR UPDATE OF status, organization_id, place_id ON offering
            FOR EACH ROW WHEN (NEW.status IN ('published', 'paused'))
            EXECUTE FUNCTION offering_stands()
    """)
    # Nobody takes the floor from under what is on the map.
    for parent in ("organization", "place"):
        op.execute(f"""
            CREATE FUNCTION {parent}_in_use() RETURNS trigger LANGUAGE plpgsql AS $$
            BEGIN
                IF EXISTS (
                    SELECT FROM offering
                    WHERE {parent}_id = NEW.id AND status IN ('published', 'paused')
                ) THEN
                    RAISE EXCEPTION '{parent} % has offerings on the map', NEW.id
                        USING ERRCODE = 'restrict_violation', CONSTRAINT = '{parent}_in_use';
                END IF;
                RETURN NEW;
            END
            $$
        """)
        op.execute(f"""
            CREATE TRIGGER {parent}_in_use BEFORE UPDATE OF status ON {parent}
                FOR EACH ROW WHEN (NEW.status = 'archived' AND OLD.status <> 'archived')
                EXECUTE FUNCTION {parent}_in_use()
        """)


def downgrade() -> None:
    for parent in ("organization", "place"):
        op.execute(f"DROP TRIGGER {parent}_in_use ON {parent}")
        op.execute(f"DROP FUNCTION {parent}_in_use()")
    op.execute("DROP TRIGGER offering_stands ON offering")
    op.execute("DROP FUNCTION offering_stands()")
    op.execute("DROP TRIGGER offering_follow_vocabulary ON vocabulary_term")
    op.execute("DROP FUNCTION offering_follow_vocabulary()")
    op.execute("DROP TRIGGER offering_follow_organization ON organization")
    op.execute("DROP FUNCTION offering_follow_organization()")
    op.execute("DROP TRIGGER offering_follow_place ON place")
    op.execute("DROP FUNCTION offering_follow_place()")
    op.execute("DROP TABLE offering_next_step")
    op.execute("DROP TABLE offering_organizer")
    op.execute("DROP TABLE offering_service_area")
    op.execute("DROP FUNCTION offering_follow_service_area()")
    op.execute("DROP TABLE offering")
    op.execute("DROP FUNCTION offering_derive()")
