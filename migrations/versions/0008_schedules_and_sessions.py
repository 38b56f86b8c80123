"""When: schedules, the sessions that follow from them, and changes to single ones."""

from alembic import op

revision = "0008_schedules_and_sessions"
down_revision = "0007_offerings"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.execute("""
        CREATE TABLE schedule (
            id               uuid PRIMARY KEY,
            offering_id      uuid NOT NULL REFERENCES offering ON DELETE CASCADE,
            position         smallint NOT NULL CHECK (position >= 0),
            starts_local     timestamp NOT NULL,
            duration_minutes smallint NOT NULL CHECK (duration_minutes BETWEEN 5 AND 1440),
            rrule            text,
            until            date,
            except_dates     date[] NOT NULL DEFAULT '{}',
            pauses           jsonb NOT NULL DEFAULT '[]',
            on_public_holidays text NOT NULL CHECK (on_public_holidays IN ('go_on', 'skip')),
            on_school_holidays text NOT NULL CHECK (on_school_holidays IN ('go_on', 'skip')),
            school_region    text CHECK (school_region IN ('noord', 'midden', 'zuid')),
            place_id         uuid REFERENCES place,

            CHECK (until >= starts_local::date),
            CHECK (on_school_holidays = 'go_on' OR school_region IS NOT NULL),
            UNIQUE (offering_id, position)
        )
    """)
    op.execute("""
        COMMENT ON COLUMN schedule.starts_local IS
            'first start, wall clock in Europe/Amsterdam; matches rrule (RFC 5545, null: once)'
    """)
    op.execute("CREATE INDEX schedule_place ON schedule (place_id)")
    op.execute("""
        CREATE TABLE session_change (
            offering_id           uuid NOT NULL REFERENCES offering ON DELETE CASCADE,
            original_starts_local timestamp NOT NULL,
            status                text NOT NULL CHECK (status IN
                ('scheduled', 'cancelled', 'moved')),
            starts_at             timestamptz,
            ends_at               timestamptz,
            place_id              uuid REFERENCES place,
            note                  text CHECK (char_length(note) <= 300),
            PRIMARY KEY (offering_id, original_starts_local),
            CHECK ((starts_at IS NULL) = (ends_at IS NULL)),
            CHECK (starts_at < ends_at),
            -- What is cancelled after it was moved stays where people expect it.
            CHECK (status <> 'scheduled' OR (starts_at IS NULL AND place_id IS NULL)),
            CHECK (status <> 'moved' OR starts_at IS NOT NULL OR place_id IS NOT NULL)
        )
    """)
    op.execute("""
        COMMENT ON TABLE session_change IS
            'one occurrence that is different, keyed by its original local start, so that '
            'computing the sessions again never loses it'
    """)
    op.execute("""
        CREATE TABLE session (
            offering_id        uuid NOT NULL REFERENCES offering ON DELETE CASCADE,
            original_starts_at timestamptz NOT NULL,
            schedule_id        uuid REFERENCES schedule ON DELETE SET NULL,
            starts_at          timestamptz NOT NULL,
            ends_at            timestamptz NOT NULL,
            status             text NOT NULL CHECK (status IN
                ('scheduled', 'cancelled', 'moved')),
            note               text,
            place_id           uuid REFERENCES place,
            text               text NOT NULL,
            PRIMARY KEY (offering_id, original_starts_at),
            CHECK (starts_at < ends_at)
        )
    """)
    op.execute("COMMENT ON COLUMN session.place_id IS 'when it differs from the offering''s'")
    op.execute("CREATE INDEX session_starts ON session (starts_at)")
    op.execute("CREATE INDEX session_schedule ON session (schedule_id)")


def downgrade() -> None:
    op.execute("DROP TABLE session")
    op.execute("DROP TABLE session_change")
    op.execute("DROP TABLE schedule")
