"""Gemeenten, wijken, buurten and people's areas, and what became of old codes."""

from alembic import op

revision = "0002_areas"
down_revision = "0001_history"
branch_labels = None
depends_on = None

# The text of app/areas/sql/buurt_at.sql on the day of this migration; a test compares them.
BUURT_AT = """
CREATE OR REPLACE FUNCTION buurt_at(point geometry) RETURNS text
LANGUAGE sql STABLE PARALLEL SAFE
BEGIN ATOMIC
    SELECT code
    FROM area
    WHERE level = 'buurt'
      AND ST_Covers(geometry, ST_SnapToGrid(point, 0.000244140625))
    ORDER BY code
    LIMIT 1;
END
"""


def upgrade() -> None:
    _names()
    _tables()
    op.execute(BUURT_AT)


def _names() -> None:
    # How names are compared: without case, accents and punctuation. NFKD splits é into e and a
    # mark; the marks go, and whatever is not a letter or digit becomes one space.
    op.execute(r"""
        CREATE FUNCTION area_name_key(name text) RETURNS text
        LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE
        BEGIN ATOMIC
            SELECT trim(regexp_replace(
                regexp_replace(lower(normalize(name, NFKD)), '[\u0300-\u036f]', '', 'g'),
                '[^a-z0-9]+', ' ', 'g'
            ));
        END
    """)
    op.execute("""
        CREATE FUNCTION area_name_keys(name text, aliases text[]) RETURNS text[]
        LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE
        BEGIN ATOMIC
            SELECT array_agg(area_name_key(u.word) ORDER BY u.place)
            FROM unnest(array_prepend(name, aliases)) WITH ORDINALITY AS u (word, place);
        END
    """)


def _tables() -> None:
    op.execute("""
        CREATE TABLE area (
            code          text PRIMARY KEY,
            level         text NOT NULL
                CHECK (level IN ('gemeente', 'stadsdeel', 'wijk', 'buurt', 'people')),
            name          text NOT NULL CHECK (name <> ''),
            aliases       text[] NOT NULL DEFAULT '{}',
            name_keys     text[] NOT NULL
                GENERATED ALWAYS AS (area_name_keys(name, aliases)) STORED,
            -- Deferred: an import stores and removes areas of all levels in one transaction.
            parent_code   text REFERENCES area (code) DEFERRABLE INITIALLY DEFERRED,
            gemeente_code text NOT NULL REFERENCES area (code) DEFERRABLE INITIALLY DEFERRED,
            year          integer NOT NULL CHECK (year BETWEEN 1900 AND 2200),
            inhabitants   integer CHECK (inhabitants >= 0),
            school_region text CHECK (school_region IN ('noord', 'midden', 'zuid')),
            label_point   geometry(Point, 28992) NOT NULL,
            geometry      geometry(MultiPolygon, 28992)
                CHECK (ST_IsValid(geometry) AND NOT ST_IsEmpty(geometry)),
            boundary      text NOT NULL CHECK (boundary IN ('official', 'schematic')),
            created_at    timestamptz NOT NULL,
            updated_at    timestamptz NOT NULL,
            CHECK (code ~ CASE level
                WHEN 'gemeente' THEN '^GM[0-9]{4}$'
                WHEN 'stadsdeel' THEN '^SD[0-9]{4}-[a-z0-9-]+$'
                WHEN 'wijk' THEN '^WK[0-9]{6}$'
                WHEN 'buurt' THEN '^BU[0-9]{8}$'
                ELSE '^PA[0-9]{4}-[a-z0-9-]+$'
            END),
            CHECK ((level = 'gemeente') = (parent_code IS NULL)),
            CHECK ((level = 'gemeente') = (gemeente_code = code))
        )
    """)
    op.execute("COMMENT ON COLUMN area.name_keys IS 'the name, then the aliases, as area_name_key'")
    op.execute("CREATE INDEX area_gemeente ON area (gemeente_code, level)")
    op.execute("CREATE INDEX area_parent ON area (parent_code)")
    op.execute("CREATE INDEX area_geometry ON area USING gist (geometry)")
    op.execute(
        "CREATE INDEX area_buurt_geometry ON area USING gist (geometry) WHERE level = 'buurt'"
    )
    op.execute("""
        CREATE TABLE area_member (
            area_code  text NOT NULL REFERENCES area (code) ON DELETE CASCADE
                DEFERRABLE INITIALLY DEFERRED CHECK (area_code LIKE 'PA%'),
            buurt_code text NOT NULL REFERENCES area (code)
                DEFERRABLE INITIALLY DEFERRED CHECK (buurt_code LIKE 'BU%'),
            PRIMARY KEY (area_code, buurt_code)
        )
    """)
    op.execute("CREATE INDEX area_member_buurt ON area_member (buurt_code)")
    # No foreign keys: the old code is gone by definition, the new one may go too (A → B → C).
    op.execute("""
        CREATE TABLE area_successor (
            old_code text NOT NULL,
            new_code text NOT NULL,
            year     integer NOT NULL,
            PRIMARY KEY (old_code, new_code),
            CHECK (old_code <> new_code)
        )
    """)


def downgrade() -> None:
    op.execute("DROP FUNCTION buurt_at(geometry)")
    op.execute("DROP TABLE area_successor")
    op.execute("DROP TABLE area_member")
    op.execute("DROP TABLE area")
    op.execute("DROP FUNCTION area_name_keys(text, text[])")
    op.execute("DROP FUNCTION area_name_key(text)")
