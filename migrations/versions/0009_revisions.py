"""A change to a published entry by somebody not yet trusted waits beside it."""

from alembic import op

revision = "0009_revisions"
down_revision = "0008_schedules_and_sessions"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.execute("""
        CREATE TABLE revision (
            id            uuid PRIMARY KEY,
            subject_type  text NOT NULL
                CHECK (subject_type IN ('organization', 'place', 'offering')),
            subject_id    uuid NOT NULL,
            base_version  integer NOT NULL CHECK (base_version > 0),
            proposed      jsonb NOT NULL,
            author        text NOT NULL CHECK (author ~ '^(account|import|link|system):.+'),
            created_at    timestamptz NOT NULL,
            state         text NOT NULL CHECK (state IN
                ('pending', 'approved', 'rejected', 'withdrawn')),
            decided_by    text,
            decided_at    timestamptz,
            reason        text,
            CHECK ((state = 'pending') = (decided_at IS NULL)),
            CHECK (state <> 'rejected' OR reason IS NOT NULL)
        )
    """)
    op.execute("COMMENT ON COLUMN revision.proposed IS 'merge patch on base_version (RFC 7396)'")
    op.execute("""
        CREATE UNIQUE INDEX revision_one_pending ON revision (subject_type, subject_id, author)
            WHERE state = 'pending'
    """)


def downgrade() -> None:
    op.execute("DROP TABLE revision")
