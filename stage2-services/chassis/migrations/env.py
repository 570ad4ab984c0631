from alembic import context

from chassis import db


def run() -> None:
    with db.engine().connect() as connection:
        context.configure(connection=connection, target_metadata=db.metadata)
        with connection.begin(), context.begin_transaction():
            connection.exec_driver_sql("SET LOCAL statement_timeout = 0")
            context.run_migrations()


run()
