from alembic import context

from shop import db, tables  # noqa: F401  (tables puts them all into db.metadata)


def run() -> None:
    with db.engine().connect() as connection:
        context.configure(connection=connection, target_metadata=db.metadata, render_as_batch=True)
        with connection.begin(), context.begin_transaction():
            if connection.dialect.name == "postgresql":
                connection.exec_driver_sql("SET LOCAL statement_timeout = 0")
            context.run_migrations()


run()
