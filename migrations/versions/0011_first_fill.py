"""The database remembers whether its first filling was finished."""

from alembic import op

revision = "0011_first_fill"
down_revision = "0010_background_jobs"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.execute("""
        CREATE TABLE first_fill (
            only_row    boolean PRIMARY KEY DEFAULT true CHECK (only_row),
            finished_at timestamptz NOT NULL
        )
    """)
    op.execute("""
        COMMENT ON TABLE first_fill IS
            'a row once the seed is whole: a start that was broken off is taken up again'
    """)


def downgrade() -> None:
    op.execute("DROP TABLE first_fill")
