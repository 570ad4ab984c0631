"""Shards: several databases with the same tables, and which of them a piece of work runs in.

Everything of a buyer is in one shard, so a transaction never spans two. The last two digits of an
id are its slot. An order gets its buyer's, so that both ids lead to the same shard.

The last shard in DATABASE_URL is the new one. The slots that it takes from another one move as a
set. Until they have moved, the databases are asked who holds the set: move_state (shared/move).
"""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any, NamedTuple

import sqlalchemy as sa

from shop_rules import ids

from .config import config
from .rendezvous import owner

LOCK = sa.text("SELECT pg_advisory_xact_lock_shared(hashtextextended('move ' || :set, 0))")
HOLDER = sa.text("SELECT holder FROM move_state WHERE unit = :set")


# --8<-- [start:bulkhead]
# Of the connections to one of several shards. A shard that hangs takes 5 of the 16 threads. Others
# that want it fail after half a second, so the buyers of the other shards are answered.
BULKHEAD = {"pool_size": 5, "max_overflow": 0, "pool_timeout": 0.5}
# --8<-- [end:bulkhead]
WHOLE = {"pool_size": 5, "max_overflow": 11, "pool_timeout": 5}  # of a service with one database


class Home(NamedTuple):
    """Of a slot: its shard without the new one, and with it."""

    was: int
    becomes: int

    @property
    def set(self) -> str:
        """Of slots that move together; "" if this one stays where it is."""
        return f"orders {self.was} to {self.becomes}" if self.was != self.becomes else ""


class Chosen(NamedTuple):
    number: int
    set: str = ""  # of slots that may have moved away


class Moved(Exception):
    """The chosen shard doesn't hold the slot, or not any more."""


_chosen: ContextVar[Chosen | None] = ContextVar("shard", default=None)


# --8<-- [start:slot]
def slot(an_id: str) -> str:
    """Of a user or an order. A text that is no id has one too: it finds nothing there."""
    return ids.known_form(an_id)[-2:]


def new_id(buyer: str) -> str:
    """An order's id, in its buyer's slot."""
    return ids.new_id()[:-2] + slot(buyer)


def home(a_slot: str) -> Home:
    return Home(owner(a_slot, numbers()[:-1] or (1,)), owner(a_slot, numbers()))


# --8<-- [end:slot]
def urls() -> list[str]:
    """Of the shards, from DATABASE_URL. A service with one database has one."""
    return config().database_url.replace("+psycopg", "").split()


def numbers() -> tuple[int, ...]:
    """1 for the first."""
    return tuple(range(1, len(urls()) + 1))


def number() -> int:
    """Of the chosen shard. LookupError if none is chosen where there are several."""
    now = _chosen.get()
    if now is None and len(urls()) > 1:
        raise LookupError("No shard was chosen.")
    return now.number if now else 1


def url() -> str:
    """Of the chosen shard."""
    return urls()[number() - 1]


def pool() -> dict[str, Any]:
    """How many connections this process has to the chosen shard, and how long it waits for one."""
    return BULKHEAD if len(urls()) > 1 else WHOLE


def mark() -> str:
    """The key in Valkey that is lost with all else: then the chosen shard's outbox begins anew."""
    service, shard = config().service, number()
    # The only other keys that the service may write are those of its queue.
    return f"outbox:{service}" if shard == 1 else f"queue:{service}:outbox:{shard}"


@contextmanager
def chosen(number: int, of_set: str = "") -> Iterator[None]:
    """The transactions of the block run in this shard. of_set: of slots that may have moved."""
    token = _chosen.set(Chosen(number, of_set))
    try:
        yield
    finally:
        _chosen.reset(token)


# --8<-- [start:check]
def hold(connection: sa.Connection) -> None:
    """Begin a transaction: the slots can't move away before it ends. Raises Moved."""
    now = _chosen.get()
    if now and now.set:
        connection.execute(LOCK, {"set": now.set})
        check(connection)


def check(connection: sa.Connection) -> None:
    """End a read. If the slots had moved away before, it may have found old rows. Raises Moved."""
    now = _chosen.get()
    if now and now.set and not connection.invalidated:  # it is, if the database went away meanwhile
        if connection.scalar(HOLDER, {"set": now.set}) != "old":
            raise Moved(now.set)


# --8<-- [end:check]
