"""How far the service's writes have come: the position of its last commit in the database's log.

A read from the replica is fresh once the replica has replayed the log up to there. The position
(a log sequence number, LSN) is in Valkey, where all copies of the service find it. A commit is
announced before it, and its position noted after it: between the two, and if a writer dies there,
the position is unknown, and reads go to the primary.
"""

from contextlib import suppress
from typing import cast

import redis
import sqlalchemy as sa

from shop_rules import ids

from . import connections
from .config import config

POSITION, UNDER_WAY = "written:position", "written:under-way"
LONGEST_SECONDS = 15  # that a commit takes: longer than a statement may (db.PATIENCE)
WRITTEN = sa.text("SELECT pg_current_wal_lsn() - '0/0'::pg_lsn")  # bytes

_AT_ONCE = {"isolation_level": "AUTOCOMMIT"}

# --8<-- [start:scripts]
_ANNOUNCE = "redis.call('ZADD', KEYS[1], redis.call('TIME')[1], ARGV[1])"

# A commit that was announced so long ago has ended, and this position includes it.
_NOTE = """
redis.call('ZREM', KEYS[2], ARGV[2])
redis.call('ZREMRANGEBYSCORE', KEYS[2], 0, redis.call('TIME')[1] - ARGV[3])
local known = redis.call('GET', KEYS[1])
if not known or tonumber(known) < tonumber(ARGV[1]) then redis.call('SET', KEYS[1], ARGV[1]) end
"""

_FIND = """
if redis.call('ZCARD', KEYS[2]) > 0 then return false end
return redis.call('GET', KEYS[1])
"""
# --8<-- [end:scripts]


def is_noted() -> bool:
    """True if this service's reads ask for it."""
    return bool(config().replica_url) and config().reads == "after-write"


# --8<-- [start:announce]
def announce() -> str | None:
    """Say that a commit follows. Returns what to pass to note()."""
    if not is_noted():
        return None
    ticket = ids.new_id()
    with suppress(redis.RedisError):  # empty when it is back: unknown until replica.settle()
        connections.volatile().eval(_ANNOUNCE, 1, UNDER_WAY, ticket)
    return ticket


def note(connection: sa.Connection, ticket: str | None) -> None:
    """Note the position after a commit. If that fails, it stays unknown until replica.settle().
    ticket: "" for none."""
    if ticket is not None:
        with suppress(redis.RedisError, sa.exc.SQLAlchemyError):
            found = connection.execution_options(**_AT_ONCE).scalar(WRITTEN)
            what = (int(found), ticket, LONGEST_SECONDS)
            connections.volatile().eval(_NOTE, 2, POSITION, UNDER_WAY, *what)


# --8<-- [end:announce]
def position() -> int | None:
    """What the replica must have replayed, in bytes; None if it is unknown at this moment."""
    with suppress(redis.RedisError):
        found = connections.volatile().eval(_FIND, 2, POSITION, UNDER_WAY)
        return int(cast("str", found)) if found else None
    return None
