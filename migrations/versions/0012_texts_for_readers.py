"""Dutch texts and ends that are worked out when a row is saved, for those who only read."""

from alembic import op

revision = "0012_texts_for_readers"
down_revision = "0011_first_fill"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.execute("ALTER TABLE offering ADD schedule_text text, ADD last_ends_at timestamptz")
    op.execute("""
        COMMENT ON COLUMN offering.schedule_text IS
            'its schedules as one Dutch sentence; computed with the sessions'
    """)
    op.execute("""
        COMMENT ON COLUMN offering.last_ends_at IS
            'when its very last session ends; null: no schedule, or no end'
    """)
    op.execute("ALTER TABLE place ADD opening_text text[] NOT NULL DEFAULT '{}'")
    op.execute("""
        COMMENT ON COLUMN place.opening_text IS
            'its opening hours in Dutch, a line each; computed with place_opening'
    """)
    op.execute("ALTER TABLE place_opening ADD text text NOT NULL DEFAULT ''")
    op.execute("ALTER TABLE place_opening ALTER text DROP DEFAULT")
    op.execute("""
        COMMENT ON COLUMN place_opening.text IS 'what a badge says during this stretch, in Dutch'
    """)


def downgrade() -> None:
    op.execute("ALTER TABLE place_opening DROP text")
    op.execute("ALTER TABLE place DROP opening_text")
    op.execute("ALTER TABLE offering DROP last_ends_at, DROP schedule_text")
