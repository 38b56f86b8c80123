"""What was looked for in vain, counted."""

from alembic import op

revision = "0018_unfound"
down_revision = "0017_addresses"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.execute("""
        CREATE TABLE unfound_term (
            week        date NOT NULL CHECK (extract(isodow FROM week) = 1),
            -- Empty: unknown, or too small to count people in. No reference: what was counted stays
            -- true when borders change.
            wijk_code   text NOT NULL CHECK (wijk_code ~ '^(WK[0-9]{6})?$'),
            -- A term of ours: what people type has no room here.
            term        text NOT NULL
                CHECK (term ~ '^(other|(kind|theme|audience):[a-z0-9_+-]{1,60})$'),
            count       bigint NOT NULL CHECK (count > 0),
            PRIMARY KEY (week, wijk_code, term)
        )
    """)
    op.execute("""
        CREATE TABLE unfound_word (
            week        date NOT NULL CHECK (extract(isodow FROM week) = 1),
            word        text NOT NULL
                CHECK (char_length(word) BETWEEN 3 AND 40 AND word !~ '[0-9[:space:]]'),
            count       bigint NOT NULL CHECK (count > 0),
            PRIMARY KEY (week, word)
        )
    """)


def downgrade() -> None:
    op.execute("DROP TABLE unfound_word")
    op.execute("DROP TABLE unfound_term")
