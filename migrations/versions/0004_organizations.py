"""Organizations: who offers it, in which gemeenten."""

from alembic import op

revision = "0004_organizations"
down_revision = "0003_vocabularies"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.execute("""
        CREATE TABLE organization (
            id            uuid PRIMARY KEY,
            version       integer NOT NULL DEFAULT 1 CHECK (version > 0),
            status        text NOT NULL CHECK (status IN
                ('draft', 'pending', 'rejected', 'published', 'blocked', 'archived')),
            merged_into   uuid REFERENCES organization,
            gemeente_code text CHECK (gemeente_code ~ '^GM[0-9]{4}$'),
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
            description   text,
            kind          text NOT NULL,
            gemeenten     text[] NOT NULL CHECK
                (array_to_string(gemeenten, ',', '?') ~ '^GM[0-9]{4}(,GM[0-9]{4})*$'),
            kvk_number    text CHECK (kvk_number ~ '^[0-9]{8}$'),
            vouched_by    uuid REFERENCES organization,
            website       text,
            email         text,
            phone         text,
            personal      text[] NOT NULL DEFAULT '{}'
                CHECK (personal <@ '{email,phone}'::text[]),

            CHECK ((source_name IS NULL) = (source_external_id IS NULL)),
            CHECK (vouched_by IS DISTINCT FROM id),
            CHECK (kind NOT IN ('bewonersinitiatief', 'zelforganisatie')
                   OR kvk_number IS NOT NULL OR vouched_by IS NOT NULL),
            UNIQUE (source_name, source_external_id)
        )
    """)
    op.execute("""
        COMMENT ON COLUMN organization.personal IS
            'contact fields that are a volunteer''s own: kept out of the history'
    """)
    op.execute("CREATE INDEX organization_gemeente ON organization (gemeente_code)")
    op.execute("""
        CREATE TABLE organization_trust (
            organization_id uuid NOT NULL REFERENCES organization ON DELETE CASCADE,
            gemeente_code   text NOT NULL CHECK (gemeente_code ~ '^GM[0-9]{4}$'),
            until           date NOT NULL,
            PRIMARY KEY (organization_id, gemeente_code)
        )
    """)
    op.execute("""
        COMMENT ON TABLE organization_trust IS
            'its entries publish in this gemeente without review; lapses yearly'
    """)
    op.execute("""
        CREATE FUNCTION organization_derive() RETURNS trigger LANGUAGE plpgsql AS $$
        BEGIN
            PERFORM require_terms('organization_kind', ARRAY[NEW.kind]);
            NEW.gemeente_code := NEW.gemeenten[1];
            RETURN NEW;
        END
        $$
    """)
    op.execute("""
        CREATE TRIGGER organization_derive BEFORE INSERT OR UPDATE ON organization
            FOR EACH ROW EXECUTE FUNCTION organization_derive()
    """)


def downgrade() -> None:
    op.execute("DROP TABLE organization_trust")
    op.execute("DROP TABLE organization")
    op.execute("DROP FUNCTION organization_derive()")
