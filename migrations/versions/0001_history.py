"""Every change leaves a row, and the database knows PostGIS."""

from alembic import op

revision = "0001_history"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.execute("CREATE EXTENSION IF NOT EXISTS postgis")
    op.execute("CREATE EXTENSION IF NOT EXISTS btree_gist")
    op.execute("""
        CREATE TABLE change (
            id           uuid PRIMARY KEY,
            subject_type text NOT NULL
                CHECK (subject_type IN ('organization', 'place', 'offering')),
            subject_id   text NOT NULL,
            version      integer NOT NULL CHECK (version > 0),
            actor        text NOT NULL CHECK (actor ~ '^(account|import|link|system):.+'),
            at           timestamptz NOT NULL,
            reason       text,
            changed      jsonb NOT NULL,
            snapshot     jsonb NOT NULL
        )
    """)
    op.execute("COMMENT ON COLUMN change.changed IS 'field -> [old, new]'")
    # A check that something is still right is no new version: it may stand beside its edit.
    op.execute("""
        CREATE UNIQUE INDEX change_one_edit ON change (subject_type, subject_id, version)
            WHERE NOT changed ? 'verifiedAt'
    """)
    op.execute("CREATE INDEX change_subject ON change (subject_type, subject_id, at)")
    op.execute("CREATE INDEX change_at ON change (at)")


def downgrade() -> None:
    op.execute("DROP TABLE change")
    # The extensions stay: another schema of the same database may lean on them.
