"""The words that people use, and what they stand for."""

from alembic import op

revision = "0014_words"
down_revision = "0013_finder"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.execute("""
        CREATE TABLE word_list_entry (
            list    text NOT NULL CHECK (list IN
                ('synonym', 'word_part', 'everyday', 'never_proposed', 'name', 'identity')),
            phrase  text NOT NULL CHECK (phrase <> ''),
            meaning text NOT NULL DEFAULT '',
            source  text NOT NULL CHECK (source IN ('seed', 'own')),
            PRIMARY KEY (list, phrase, source)
        )
    """)
    op.execute("""
        COMMENT ON TABLE word_list_entry IS
            'seed: of this version of the service, replaced as a whole; own: of the gemeente, '
            'wins over seed, and with - as its meaning takes the seed row away'
    """)
    op.execute("""
        CREATE TABLE word_list_version (
            only_row boolean PRIMARY KEY DEFAULT true CHECK (only_row),
            version  bigint NOT NULL,
            contents text NOT NULL,
            parts    text NOT NULL,
            indexed  text NOT NULL
        )
    """)
    for column, meaning in (
        ("version", "grows with every change of the lists"),
        ("contents", "fingerprint of all that holds: the same is the same lists"),
        ("parts", "fingerprint of the word parts that hold"),
        ("indexed", "what parts was when the words beside every text were last made"),
    ):
        op.execute(f"COMMENT ON COLUMN word_list_version.{column} IS '{meaning}'")
    # Nothing was indexed yet: the first start makes the words beside what stands here already.
    op.execute("""
        INSERT INTO word_list_version (version, contents, parts, indexed)
        VALUES (0, md5(''), md5(''), '')
    """)
    # A constant as default: no row is rewritten, nobody waits.
    op.execute("""
        ALTER TABLE offering
            ADD title_words text NOT NULL DEFAULT '',
            ADD text_words text NOT NULL DEFAULT ''
    """)
    op.execute("ALTER TABLE place ADD name_words text NOT NULL DEFAULT ''")
    op.execute("ALTER TABLE organization ADD name_words text NOT NULL DEFAULT ''")
    for column, text in (
        ("offering.title_words", "its title"),
        ("offering.text_words", "its summary and description"),
        ("place.name_words", "its name"),
        ("organization.name_words", "its name"),
    ):
        op.execute(f"COMMENT ON COLUMN {column} IS 'derived: parts of the compounds in {text}'")


def downgrade() -> None:
    op.execute("ALTER TABLE organization DROP name_words")
    op.execute("ALTER TABLE place DROP name_words")
    op.execute("ALTER TABLE offering DROP title_words, DROP text_words")
    op.execute("DROP TABLE word_list_version")
    op.execute("DROP TABLE word_list_entry")
