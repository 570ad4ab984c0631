"""The replica: connections to it, how far it is, and whether it is up."""

import os
import socket
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from decimal import Decimal
from functools import cache

import psycopg
import sqlalchemy as sa

from spans import recording

from . import db, telemetry
from .config import config

CONNECT_SECONDS = 2
REPLAYED = sa.text(
    "SELECT CASE WHEN pg_is_in_recovery() THEN pg_last_wal_replay_lsn() - '0/0'::pg_lsn END"
)

is_down = False  # until watch() finds it up
_in_use: set[psycopg.Connection] = set()


@contextmanager
def connected() -> Iterator[db.Tx]:
    with recording.database("read", "postgresql"), _engine().connect() as connection:
        driver = connection.connection.driver_connection
        assert isinstance(driver, psycopg.Connection)
        _in_use.add(driver)
        try:
            with telemetry.measured("database"):
                yield connection
        finally:
            _in_use.discard(driver)


def replayed(connection: db.Tx) -> int | None:
    """How far the replica is, in bytes of the log; None if it is no replica. Like a ping, it finds
    out whether the connection still is one."""
    found: Decimal | None = connection.scalar(REPLAYED)
    return None if found is None else int(found)


@cache
def _engine() -> sa.Engine:
    made = sa.create_engine(
        sa.make_url(config().replica_url),
        pool_size=5,
        max_overflow=11,
        pool_timeout=1,
        connect_args=db.PATIENCE | {"connect_timeout": CONNECT_SECONDS},
        isolation_level="AUTOCOMMIT",
        hide_parameters=True,
    )
    if config().spans:
        from spans import statements

        statements.install(made)
    return made


# --8<-- [start:watch]
def watch() -> None:
    """The body of a loop: find out whether the replica is up. One that is silent, as on a machine
    that was cut off, would hold its readers: their connections are closed here."""
    global is_down
    is_down = bool(config().replica_url) and not is_up()
    if is_down:
        for each in list(_in_use):
            with suppress(psycopg.Error, OSError):
                _hang_up(each.fileno())


def _hang_up(number: int) -> None:
    with socket.socket(fileno=os.dup(number)) as line:
        line.shutdown(socket.SHUT_RDWR)


def is_up() -> bool:
    """True if it lets us in, and is a replica."""
    url = config().replica_url.replace("+psycopg", "")
    try:
        with psycopg.connect(url, connect_timeout=CONNECT_SECONDS) as connection:
            return connection.execute("SELECT pg_is_in_recovery()").fetchone() == (True,)
    except psycopg.OperationalError:
        return False


# --8<-- [end:watch]
def note_down(error: Exception) -> None:
    global is_down
    is_down = True
    telemetry.write("replica unavailable", level=30, error=str(error).partition("\n")[0])
