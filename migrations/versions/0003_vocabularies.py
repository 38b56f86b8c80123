"""What people choose from is data."""

from alembic import op

revision = "0003_vocabularies"
down_revision = "0002_areas"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.execute("""
        CREATE TABLE vocabulary_term (
            vocabulary    text NOT NULL,
            code          text NOT NULL CHECK (code ~ '^[a-z0-9][a-z0-9_+-]*$'),
            position      smallint NOT NULL,
            label_nl      text NOT NULL,
            definition_nl text,
            label_en      text NOT NULL,
            term_group    text,
            sensitivity   text CHECK (sensitivity IN ('open', 'discreet', 'art9', 'safety')),
            word_forms    text[] NOT NULL DEFAULT '{}',
            PRIMARY KEY (vocabulary, code),
            UNIQUE (vocabulary, position)
        )
    """)
    op.execute("""
        COMMENT ON COLUMN vocabulary_term.position IS
            'place in lists; never reused, because filters are stored as bits by position'
    """)
    # The one way for a table to say: these codes stand in that vocabulary.
    op.execute("""
        CREATE FUNCTION require_terms(wanted_vocabulary text, codes text[]) RETURNS void
        LANGUAGE plpgsql STABLE AS $$
        DECLARE
            unknown text;
        BEGIN
            -- A null is no code either.
            SELECT string_agg(coalesce(code, 'null'), ', ' ORDER BY code) INTO unknown
            FROM unnest(codes) AS given(code)
            WHERE NOT EXISTS (
                SELECT FROM vocabulary_term t
                WHERE t.vocabulary = wanted_vocabulary AND t.code = given.code
            );
            IF unknown IS NOT NULL THEN
                RAISE EXCEPTION 'not in vocabulary %: %', wanted_vocabulary, unknown
                    USING ERRCODE = 'check_violation';
            END IF;
        END
        $$
    """)


def downgrade() -> None:
    op.execute("DROP FUNCTION require_terms(text, text[])")
    op.execute("DROP TABLE vocabulary_term")
