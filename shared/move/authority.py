"""Who holds a unit: a row in each of the two databases, and a fence that checks it.

A gateway, a worker, or a mover may be out of date. Whatever it writes reaches a database, and there
the row decides.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Literal, NamedTuple, get_args

from psycopg import sql

from . import databases
from .databases import HURRY, Connection, change, has, one, patiently

Side = Literal["old", "new"]
Holder = Literal["old", "new", "nobody"]
NOBODY: Holder = "nobody"
FENCED = "MV001"  # the SQLSTATE of a write that the fence refuses
SHARED = "SELECT pg_advisory_xact_lock_shared(hashtextextended('move ' || %s, 0))"
TABLES = Path(__file__).with_name("authority.sql")
BEGUN = """
INSERT INTO move_state
SELECT %s, 'old', coalesce((SELECT epoch FROM move_past WHERE unit = %s), 0) + 1
ON CONFLICT DO NOTHING
"""
ENDED = """
WITH ended AS (DELETE FROM move_state WHERE unit = %s RETURNING unit, epoch)
INSERT INTO move_past SELECT * FROM ended ON CONFLICT (unit) DO UPDATE SET epoch = excluded.epoch
"""


class State(NamedTuple):
    holder: Holder
    epoch: int  # grows with each change, and continues in the unit's next move


class Changed(Exception):
    """Another mover has changed the state since it was read: read it and decide again."""


def install(database: Connection, unit: str, tables: tuple[str, ...], side: Side) -> None:
    """Create the row, and a fence for each table. At first the old side holds.

    An existing row gets a new epoch. Otherwise a mover that was frozen while it removed these could
    wake up and remove the rest.
    """
    make_tables(database)
    if not database.execute(BEGUN, [unit, unit]).rowcount:
        was = state(database, unit)
        if was:
            flip(database, unit, was, was.holder)
    for table in tables:
        _fence(database, unit, table, side)


def make_tables(database: Connection) -> None:
    databases.make_tables(database, TABLES)


def remove(database: Connection, unit: str, tables: tuple[str, ...]) -> None:
    """Remove the fence and the row. A unit without a row is not moving."""
    if has(database, "move_state"):
        unfence(database, tables)
        database.execute(ENDED, [unit])


def unfence(database: Connection, tables: tuple[str, ...]) -> None:
    for table in tables:
        drop = sql.SQL("DROP TRIGGER IF EXISTS move_fence ON {}").format(sql.Identifier(table))
        change(database, drop)


def state(database: Connection, unit: str) -> State | None:
    """Return who holds the unit, or None before its move has begun."""
    if not has(database, "move_state"):
        return None
    found = one(database, "SELECT holder, epoch FROM move_state WHERE unit = %s", unit)
    return State(holder_named(found["holder"]), int(str(found["epoch"]))) if found else None


@contextmanager
def as_seen(database: Connection, unit: str, seen: State | None) -> Iterator[None]:
    """A transaction during which the state stays `seen`. Raises Changed if it is another one."""
    with database.transaction():
        database.execute(SHARED, [unit])
        if state(database, unit) != seen:
            raise Changed(f"{unit} is not {seen} any more")
        yield


def holder_in(transaction: Connection, unit: str) -> Holder | None:
    """Return the holder according to this database, locked until the transaction ends."""
    transaction.execute(SHARED, [unit])
    found = state(transaction, unit)
    return found.holder if found else None


def flip(
    database: Connection, unit: str, was: State, becomes: Holder, epoch: int = 0, within: float = 10
) -> bool:
    """Change the holder once all writers in flight have ended; False if the state is not `was`.

    epoch: the new state's, if it has to be higher than the next one. within: seconds to wait for
    those writers, then TimeoutError.
    """

    # --8<-- [start:flip]
    def once() -> bool:
        with database.transaction():
            database.execute(HURRY)
            lock = "SELECT pg_advisory_xact_lock(hashtextextended('move ' || %s, 0))"
            database.execute(lock, [unit])
            changed = database.execute(
                "UPDATE move_state SET holder = %s, epoch = %s"
                " WHERE unit = %s AND holder = %s AND epoch = %s",
                [becomes, max(epoch, was.epoch + 1), unit, was.holder, was.epoch],
            )
            return changed.rowcount == 1

    return patiently(once, within)
    # --8<-- [end:flip]


def holder_named(found: object) -> Holder:
    for holder in get_args(Holder):
        if found == holder:
            return holder
    raise ValueError(f"{found} holds nothing")


def _fence(database: Connection, unit: str, table: str, side: Side) -> None:
    statement = sql.SQL(
        "CREATE OR REPLACE TRIGGER move_fence BEFORE INSERT OR UPDATE OR DELETE ON {}"
        " FOR EACH STATEMENT EXECUTE FUNCTION move_fence({}, {})"
    ).format(sql.Identifier(table), unit, side)
    change(database, statement)
