"""Postcodes and addresses with their points, and misspelt names that are found all the same."""

from alembic import op

revision = "0017_addresses"
down_revision = "0016_stops"
branch_labels = None
depends_on = None

# The text of app/geocoding/sql/name_trigrams.sql on the day of this migration; a test compares.
NAME_TRIGRAMS = """
CREATE OR REPLACE FUNCTION name_trigrams(keys text[]) RETURNS text[]
LANGUAGE sql IMMUTABLE PARALLEL SAFE COST 10000
BEGIN ATOMIC
    SELECT coalesce(array_agg(DISTINCT substr(' ' || key || ' ', start, 3)), '{}')
    FROM unnest(keys) AS key
    CROSS JOIN LATERAL generate_series(1, length(key)) AS start;
END
"""


def upgrade() -> None:
    op.execute(NAME_TRIGRAMS)
    op.execute("CREATE INDEX area_name_trigrams ON area USING gin (name_trigrams(name_keys))")
    op.execute("""
        CREATE INDEX place_name_trigrams ON place
            USING gin (name_trigrams(ARRAY[area_name_key(name)]))
            WHERE status = 'published' AND visibility = 'public'
    """)
    op.execute("""
        CREATE INDEX place_address ON place (area_name_key(street || ' ' || house_number))
            WHERE status = 'published' AND visibility = 'public'
    """)
    op.execute("""
        CREATE TABLE postcode_point (
            postcode      text NOT NULL CHECK (postcode ~ '^[1-9][0-9]{3}([A-Z]{2})?$'),
            source        text NOT NULL CHECK (source <> ''),
            gemeente_code text CHECK (gemeente_code ~ '^GM[0-9]{4}$'),
            point         geometry(Point, 28992) NOT NULL,
            PRIMARY KEY (postcode, source)
        )
    """)
    op.execute("""
        CREATE TABLE address_street (
            id       integer GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
            source   text NOT NULL CHECK (source <> ''),
            city     text NOT NULL CHECK (city <> ''),
            name     text NOT NULL CHECK (name <> ''),
            name_key text NOT NULL,
            point    geometry(Point, 28992) NOT NULL,
            name_trigrams text[] GENERATED ALWAYS AS (name_trigrams(ARRAY[name_key])) STORED,
            UNIQUE (source, city, name)
        )
    """)
    op.execute(
        "COMMENT ON COLUMN address_street.name_key IS 'folded and written out, by the import'"
    )
    op.execute("CREATE INDEX address_street_trigrams ON address_street USING gin (name_trigrams)")
    op.execute("""
        CREATE TABLE address (
            street_id integer NOT NULL REFERENCES address_street ON DELETE CASCADE,
            number    integer NOT NULL CHECK (number BETWEEN 1 AND 99999),
            letter    text NOT NULL DEFAULT '',
            addition  text NOT NULL DEFAULT '',
            postcode  text CHECK (postcode ~ '^[1-9][0-9]{3}[A-Z]{2}$'),
            point     geometry(Point, 28992) NOT NULL,
            PRIMARY KEY (street_id, number, letter, addition)
        )
    """)
    op.execute("CREATE INDEX address_postcode ON address (postcode, number)")


def downgrade() -> None:
    op.execute("DROP TABLE address")
    op.execute("DROP TABLE address_street")
    op.execute("DROP TABLE postcode_point")
    op.execute("DROP INDEX place_address")
    op.execute("DROP INDEX place_name_trigrams")
    op.execute("DROP INDEX area_name_trigrams")
    op.execute("DROP FUNCTION name_trigrams(text[])")
