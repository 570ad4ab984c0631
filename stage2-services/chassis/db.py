"""The service's own database: a PostgreSQL, by DATABASE_URL. No other service can open it.

Every statement of the service's store.py runs on a connection that `transaction` or `reading`
hands out.
"""

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from functools import cache
from typing import Any, TypeVar

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql

from shop_rules.errors import Conflict, NotFound, Unavailable
from spans import recording

from . import faults, telemetry
from .config import config

# SQLAlchemy Core doesn't know the types of a row's columns: Any.
Row = sa.Row[*tuple[Any, ...]]
Rows = Sequence[Row]
Mapped = Any  # a row as a mapping; where it is used as a TypedDict, that names its columns
Values = dict[str, object]  # by column
Query = sa.Select[*tuple[Any, ...]]
Condition = sa.ColumnElement[bool]  # of a WHERE

Tx = sa.Connection  # with a transaction
Result = TypeVar("Result")
Work = Callable[[Tx], Result]  # what is done in a transaction

metadata = sa.MetaData()


# Texts that are compared or sorted: by their bytes, whatever language the server speaks.
Key = sa.Text(collation="C")

_DISCREET = {"hide_parameters": True}  # keeps values out of logged errors

# PostgreSQL (READ COMMITTED) gives each statement its own snapshot, in a transaction or without
# one. So reads need no BEGIN and no ROLLBACK, which are a round trip each.
_READS = {"isolation_level": "AUTOCOMMIT"}

# How long to wait for a silent server, or for a row that another transaction has locked.
PATIENCE = {
    "connect_timeout": 5,  # seconds, as the next two
    "keepalives_idle": 5,
    "keepalives_interval": 5,
    "tcp_user_timeout": 10_000,  # milliseconds, as the next
    "options": "-c statement_timeout=10000",
}


@cache
def engine() -> sa.Engine:
    made = sa.create_engine(
        sa.make_url(config().database_url),
        pool_size=5,
        max_overflow=11,
        pool_pre_ping=True,
        pool_timeout=5,
        connect_args=PATIENCE,
        **_DISCREET,
    )
    if config().spans:
        from spans import statements

        statements.install(made)
    return made


@contextmanager
def transaction(name: str) -> Iterator[Tx]:
    """A transaction around the block. The fault tests crash the process at its commit, by name."""
    with recording.database(name, "postgresql"), engine().connect() as connection:
        with connection.begin(), telemetry.measured("database"):
            yield connection
            faults.reach(f"{name}:before-commit")
    faults.reach(f"{name}:after-commit")


@contextmanager
def reading() -> Iterator[Tx]:
    """For statements that only read, each as of the moment at which it begins."""
    with recording.database("read", "postgresql"), engine().connect() as connection:
        with telemetry.measured("database"):
            yield connection.execution_options(**_READS)


def insert_if_absent(connection: Tx, table: sa.Table, **values: object) -> bool:
    """True if the row is new, False if its key was taken."""
    statement = postgresql.insert(table).values(**values).on_conflict_do_nothing()
    return connection.execute(statement.returning(*table.primary_key)).first() is not None


def insert_or_lock(connection: Tx, table: sa.Table, **values: object) -> Row:
    """Lock the row with that key, inserting it if there is none, and return it.

    One statement: between two, another transaction could delete the row.
    """
    key = list(table.primary_key)
    same = {key[0].name: key[0]}  # an update locks, even if it changes nothing
    statement = postgresql.insert(table).values(**values)
    statement = statement.on_conflict_do_update(index_elements=key, set_=same)
    return connection.execute(statement.returning(table)).one()


def there(found: Result | None) -> Result:
    """Narrow the type of what was found once and is never deleted. NotFound if it is gone."""
    if found is None:
        raise NotFound("It is not there any more.")
    return found


def is_up() -> bool:
    try:
        with reading() as connection:
            return connection.scalar(sa.select(1)) == 1
    except sa.exc.SQLAlchemyError:
        return False


def refuse_race(error: sa.exc.IntegrityError) -> Conflict:
    what = str(error.orig).partition("\n")[0]  # the next line contains the values
    telemetry.write("race", request_id=telemetry.request_id(), error=what)
    return Conflict("This was changed at the same time. Try again.")


def refuse_without_database(error: Exception) -> Unavailable:
    telemetry.write("database unavailable", level=40, error=str(error))
    return Unavailable("The database is unavailable.")


# What a loop catches while the database is down: it waits, and tries again.
AWAY = (sa.exc.OperationalError, sa.exc.TimeoutError)

# How a service answers when its database fails: {exception: the error it becomes}.
REFUSALS = {
    sa.exc.IntegrityError: refuse_race,
    sa.exc.OperationalError: refuse_without_database,
    sa.exc.TimeoutError: refuse_without_database,
}
