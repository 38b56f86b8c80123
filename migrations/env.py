"""Runs the migrations over one connection; the address comes from `app.core.migrations`."""

from alembic import context
from sqlalchemy import create_engine, pool

config = context.config

# Two deployments at once wait for each other here instead of half-applying the same sentence.
MIGRATION_LOCK = 7_306_542_118


def run() -> None:
    engine = create_engine(config.attributes["url"], poolclass=pool.NullPool)
    with engine.connect() as connection:
        context.configure(
            connection=connection,
            transaction_per_migration=True,
            transactional_ddl=True,
        )
        connection.exec_driver_sql(f"SELECT pg_advisory_lock({MIGRATION_LOCK})")
        # A migration may wait for a lock, never make the readers behind it wait for long.
        connection.exec_driver_sql("SET lock_timeout = '5s'")
        connection.commit()
        with context.begin_transaction():
            context.run_migrations()
    engine.dispose()


run()
