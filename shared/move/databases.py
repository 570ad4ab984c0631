"""Connections to the databases of both sides."""

import time
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import LiteralString, TypeVar

import psycopg
import redis
from psycopg import sql
from psycopg.rows import DictRow, dict_row

from .config import config

Connection = psycopg.Connection[DictRow]
Row = dict[str, object]
Rows = dict[str, Row]  # by key
T = TypeVar("T")
SEPARATOR = chr(31)  # between the columns of a key: no text that comes over HTTP contains it

# A process that is stopped inside a transaction keeps its locks for this long.
STOPPED_MS = 1500
LOCK_MS = 100  # a change of a table waits this long for a lock, then lets others go first
PAUSE = 0.02  # seconds until it tries again
CHANGED_WITHIN = 30  # seconds
# What a loop catches while a database is down, or after its transaction was ended for idling.
AWAY = (
    psycopg.OperationalError,
    psycopg.errors.IdleInTransactionSessionTimeout,
    redis.RedisError,
)
TAKEN = (psycopg.errors.LockNotAvailable, psycopg.errors.DeadlockDetected)
# Limits how long this transaction waits for a lock.
HURRY = f"SET LOCAL lock_timeout = {LOCK_MS}"


def connect(name: str) -> Connection:
    """name: OLD, or a service. Each statement is a transaction, unless one is begun."""
    return connect_to(config().databases[name])


def connect_to(url: str) -> Connection:
    return psycopg.connect(
        url,
        autocommit=True,
        row_factory=dict_row,
        connect_timeout=5,  # seconds, as the next two
        keepalives_idle=5,
        keepalives_interval=5,
        tcp_user_timeout=10_000,  # milliseconds, as the next
        options=f"-c statement_timeout=10000 -c idle_in_transaction_session_timeout={STOPPED_MS}",
    )


def one(connection: Connection, statement: LiteralString, *values: object) -> Row | None:
    return connection.execute(statement, values).fetchone()


def has(connection: Connection, table: str) -> bool:
    """Whether there is a table of that name."""
    found = one(connection, "SELECT to_regclass(%s) AS found", table)
    return found is not None and found["found"] is not None


def patiently(work: Callable[[], T], within: float) -> T:
    """Call work(), a transaction that begins with HURRY, until it gets its locks.

    It never waits long for a lock, because later statements would queue behind it. TimeoutError
    after `within` seconds.
    """
    deadline = time.monotonic() + within
    while True:
        try:
            return work()
        except TAKEN:
            if time.monotonic() > deadline:
                raise TimeoutError(f"no lock within {within} s") from None
            time.sleep(PAUSE)


def change(connection: Connection, statement: sql.Composed) -> None:
    """Change a table. TimeoutError if it is locked for CHANGED_WITHIN seconds."""

    def once() -> None:
        with connection.transaction():
            connection.execute(HURRY)
            connection.execute(statement)

    patiently(once, CHANGED_WITHIN)


def make_tables(connection: Connection, file: Path) -> None:
    """Create the move's own tables and functions. Idempotent, and safe to run concurrently."""
    with connection.transaction():
        connection.execute("SELECT pg_advisory_xact_lock(hashtextextended('move tables', 0))")
        connection.execute(file.read_bytes())


def names(columns: Sequence[str]) -> sql.Composed:
    return sql.SQL(", ").join(map(sql.Identifier, columns))


def key_of(columns: Sequence[str]) -> sql.Composed:
    """The expression for a row's key, as move_note() writes it: its columns joined by SEPARATOR."""
    parts = sql.SQL(" || chr(31) || ").join(map(sql.Identifier, columns))
    return parts if len(columns) == 1 else sql.SQL('({}) COLLATE "C"').format(parts)
