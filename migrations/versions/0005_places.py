"""Places: where, in which buurt, and when the door is open."""

from alembic import op

revision = "0005_places"
down_revision = "0004_organizations"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.execute("""
        CREATE TABLE place (
            id            uuid PRIMARY KEY,
            version       integer NOT NULL DEFAULT 1 CHECK (version > 0),
            status        text NOT NULL CHECK (status IN
                ('draft', 'pending', 'rejected', 'published', 'blocked', 'archived')),
            merged_into   uuid REFERENCES place,
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

            name          text NOT NULL CHECK (name <> ''),
            kind          text NOT NULL,
            street        text,
            house_number  text,
            postcode      text CHECK (postcode ~ '^[1-9][0-9]{3}[A-Z]{2}$'),
            city          text,
            bag_id        text CHECK (bag_id ~ '^[0-9]{16}$'),
            point         geometry(Point, 28992) NOT NULL,
            buurt_code    text,
            organization_id uuid REFERENCES organization,
            opening_hours text,
            opening_exceptions jsonb NOT NULL DEFAULT '[]'
                CHECK (jsonb_typeof(opening_exceptions) = 'array'),
            access_features jsonb NOT NULL DEFAULT '{}'
                CHECK (jsonb_typeof(access_features) = 'object'),
            visibility    text NOT NULL CHECK (visibility IN ('public', 'area_only', 'hidden')),

            CHECK ((source_name IS NULL) = (source_external_id IS NULL)),
            -- An address is whole or absent; the postcode may be unknown.
            CHECK ((street IS NULL) = (city IS NULL)),
            CHECK (street IS NOT NULL OR (house_number IS NULL AND postcode IS NULL
                                          AND bag_id IS NULL)),
            UNIQUE (source_name, source_external_id)
        )
    """)
    op.execute("CREATE INDEX place_point ON place USING gist (point)")
    op.execute("CREATE INDEX place_buurt ON place (buurt_code)")
    op.execute("CREATE INDEX place_gemeente ON place (gemeente_code)")
    op.execute("CREATE INDEX place_organization ON place (organization_id)")
    op.execute("""
        CREATE FUNCTION place_derive() RETURNS trigger LANGUAGE plpgsql AS $$
        BEGIN
            PERFORM require_terms('place_kind', ARRAY[NEW.kind]);
            PERFORM require_terms('access_feature',
                ARRAY(SELECT jsonb_object_keys(NEW.access_features)));
            NEW.buurt_code := buurt_at(NEW.point);
            NEW.gemeente_code :=
                (SELECT gemeente_code FROM area WHERE code = NEW.buurt_code);
            RETURN NEW;
        END
        $$
    """)
    op.execute("""
        CREATE TRIGGER place_derive BEFORE INSERT OR UPDATE ON place
            FOR EACH ROW EXECUTE FUNCTION place_derive()
    """)
    op.execute("""
        CREATE TABLE place_opening (
            place_id uuid NOT NULL REFERENCES place ON DELETE CASCADE,
            during   tstzrange NOT NULL CHECK (NOT isempty(during)),
            state    text NOT NULL CHECK (state IN
                ('open', 'closed', 'by_appointment', 'unknown')),
            EXCLUDE USING gist (place_id WITH =, during WITH &&)
        )
    """)
    op.execute("""
        COMMENT ON TABLE place_opening IS
            'what app.places.opening answers, for the coming 35 days; gapless per place'
    """)


def downgrade() -> None:
    op.execute("DROP TABLE place_opening")
    op.execute("DROP TABLE place")
    op.execute("DROP FUNCTION place_derive()")
