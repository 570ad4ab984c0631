"""The one database: SQLite in a file by default, PostgreSQL by DATABASE_URL.

Every statement of every store.py runs on a connection that `transaction` or `reading` hands out.
"""

import threading
from collections.abc import Callable, Iterator, Sequence
from contextlib import AbstractContextManager, contextmanager, nullcontext
from functools import cache
from typing import TYPE_CHECKING, Any, TypeVar

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql, sqlite

from spans import recording

from . import faults, telemetry
from .config import config

if TYPE_CHECKING:
    from sqlite3 import Connection as SQLite

# SQLAlchemy Core doesn't know the types of a row's columns: Any.
Row = sa.Row[*tuple[Any, ...]]
Rows = Sequence[Row]
Mapped = Any  # a row as a mapping; where it is used as a TypedDict, that names its columns
Values = dict[str, object]  # by column
Query = sa.Select[*tuple[Any, ...]]
Condition = sa.ColumnElement[bool]  # of a WHERE
Subquery = sa.Subquery  # of one feature's table, for another to join with

Tx = sa.Connection  # with a transaction
Result = TypeVar("Result")
Work = Callable[[Tx], Result]  # what is done in a transaction

metadata = sa.MetaData()

# Texts that are compared or sorted: by their bytes, whatever language the server speaks.
Key = sa.Text().with_variant(sa.Text(collation="C"), "postgresql")

_one_writer = threading.Lock()
# PostgreSQL (READ COMMITTED) gives each statement its own snapshot, in a transaction or without
# one. So reads need no BEGIN and no ROLLBACK, which are a round trip each.
_READS: dict[str, dict[str, Any]] = {
    "sqlite": {"read_only": True},
    "postgresql": {"isolation_level": "AUTOCOMMIT"},
}
_DISCREET = {"hide_parameters": True}  # keeps values out of logged errors

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
    url = config().database_url
    if url.get_backend_name() == "sqlite":
        return _sqlite(url)
    return sa.create_engine(
        url, pool_size=20, pool_pre_ping=True, pool_timeout=5, connect_args=PATIENCE, **_DISCREET
    )


# --8<-- [start:transaction]
@contextmanager
def transaction(name: str) -> Iterator[Tx]:
    """A transaction around the block. The fault tests crash the process at its commit, by name."""
    named = recording.database(name, engine().dialect.name)
    with named, _turn(), engine().connect() as connection:
        with connection.begin(), telemetry.measured("database"):
            yield connection
            faults.reach(f"{name}:before-commit")
    faults.reach(f"{name}:after-commit")


# --8<-- [end:transaction]
@contextmanager
def reading() -> Iterator[Tx]:
    """For statements that only read, each as of the moment at which it begins."""
    named = recording.database("read", engine().dialect.name)
    with named, engine().connect() as connection, telemetry.measured("database"):
        yield connection.execution_options(**_READS[connection.dialect.name])


def insert_if_absent(connection: Tx, table: sa.Table, **values: object) -> bool:
    """True if the row is new, False if its key was taken."""
    statement = _insert(connection, table).values(**values).on_conflict_do_nothing()
    is_new = connection.execute(statement.returning(*table.primary_key)).first() is not None
    if not is_new:
        recording.not_written(table.name)
    return is_new


def insert_or_lock(connection: Tx, table: sa.Table, **values: object) -> Row:
    """Lock the row with that key, inserting it if there is none, and return it.

    One statement: between two, another transaction could delete the row.
    """
    key = list(table.primary_key)
    same = {key[0].name: key[0]}  # an update locks, even if it changes nothing
    statement = _insert(connection, table).values(**values)
    statement = statement.on_conflict_do_update(index_elements=key, set_=same)
    return connection.execute(statement.returning(table)).one()


def is_up() -> bool:
    try:
        with reading() as connection:
            return connection.scalar(sa.select(1)) == 1
    except sa.exc.SQLAlchemyError:
        return False


def _insert(connection: Tx, table: sa.Table) -> sqlite.Insert | postgresql.Insert:
    """Both dialects have ON CONFLICT; the SQL standard has not."""
    dialect = sqlite if connection.dialect.name == "sqlite" else postgresql
    return dialect.insert(table)


def _turn() -> AbstractContextManager[object]:
    """SQLite has one writer at a time: let threads queue for it here rather than poll there."""
    return _one_writer if engine().dialect.name == "sqlite" else nullcontext()


def _sqlite(url: sa.URL) -> sa.Engine:
    made = sa.create_engine(url, pool_size=20, connect_args={"timeout": 10}, **_DISCREET)

    @sa.event.listens_for(made, "connect")
    def _prepare(connection: "SQLite", _record: object) -> None:
        connection.isolation_level = None  # BEGIN is sent below, not guessed by the driver
        connection.execute("PRAGMA journal_mode=WAL")
        connection.execute("PRAGMA synchronous=FULL")  # a 2xx outlives a power cut
        connection.execute("PRAGMA foreign_keys=ON")

    @sa.event.listens_for(made, "begin")
    def _begin(connection: Tx) -> None:
        reads = connection.get_execution_options().get("read_only")
        connection.exec_driver_sql("BEGIN" if reads else "BEGIN IMMEDIATE")

    return made
