"""Background jobs have their queue in the database, in a schema of their own.

The tables are the library's, as of the version that is locked in requirements/; raising that
version past one that changes them needs a migration that applies the library's own.
"""

from alembic import op
from procrastinate.schema import SchemaManager

revision = "0010_background_jobs"
down_revision = "0009_revisions"
branch_labels = None
depends_on = None


def upgrade() -> None:
    # Straight to the driver: the text holds many statements and per cent signs.
    driver = op.get_bind().connection.driver_connection
    driver.execute("CREATE SCHEMA procrastinate")
    driver.execute("SET LOCAL search_path TO procrastinate")
    driver.execute(SchemaManager.get_schema())
    driver.execute("RESET search_path")


def downgrade() -> None:
    op.execute("DROP SCHEMA procrastinate CASCADE")
