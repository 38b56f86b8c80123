"""Public and school holidays are facts in tables, the same for every question."""

from alembic import op

revision = "0006_holidays"
down_revision = "0005_places"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.execute("""
        CREATE TABLE public_holiday (
            date date PRIMARY KEY,
            name text NOT NULL
        )
    """)
    op.execute("""
        CREATE TABLE school_holiday (
            region text NOT NULL CHECK (region IN ('noord', 'midden', 'zuid')),
            name   text NOT NULL,
            first  date NOT NULL,
            last   date NOT NULL,
            CHECK (first <= last),
            PRIMARY KEY (region, first),
            EXCLUDE USING gist (region WITH =, daterange(first, last, '[]') WITH &&)
        )
    """)


def downgrade() -> None:
    op.execute("DROP TABLE school_holiday")
    op.execute("DROP TABLE public_holiday")
