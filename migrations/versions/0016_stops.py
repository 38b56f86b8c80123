"""Stops of public transport, and an index that holds what a wide tile of the map asks."""

from alembic import op

revision = "0016_stops"
down_revision = "0015_finder_words"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.execute("""
        CREATE TABLE transport_stop (
            id     text PRIMARY KEY CHECK (id <> ''),
            name   text NOT NULL CHECK (name <> ''),
            point  geometry(Point, 28992) NOT NULL,
            source text NOT NULL CHECK (source <> '')
        )
    """)
    op.execute("COMMENT ON TABLE transport_stop IS 'as imported; each import replaces them all'")
    op.execute("CREATE INDEX transport_stop_point ON transport_stop USING gist (point)")
    # Any place may have another nearest stop now: no answer is known to be the same any more.
    op.execute("""
        CREATE FUNCTION finder_count_transport_stop() RETURNS trigger LANGUAGE plpgsql AS $$
        BEGIN
            PERFORM finder_changed(ARRAY(
                SELECT a.code FROM area AS a WHERE a.level = 'gemeente' UNION SELECT ''
            ));
            RETURN NULL;
        END
        $$
    """)
    op.execute("""
        CREATE TRIGGER finder_count AFTER INSERT OR UPDATE OR DELETE OR TRUNCATE ON transport_stop
            FOR EACH STATEMENT EXECUTE FUNCTION finder_count_transport_stop()
    """)
    op.execute("""
        CREATE INDEX finder_entry_tile ON finder_entry (place_id, kind)
            INCLUDE (lon, lat, checked_on, freshness, ends_on)
            WHERE is_listed AND point IS NOT NULL
    """)


def downgrade() -> None:
    op.execute("DROP INDEX finder_entry_tile")
    op.execute("DROP TABLE transport_stop")
    op.execute("DROP FUNCTION finder_count_transport_stop()")
