"""The cached sessions of stage 2, and their fence, while accounts may change hands.

In stage 2, accounts caches an entry for a session, other services trust it for a minute, and
accounts marks it as over before the session ends. Stage 1 has no such cache, and marks nothing. So
before stage 1 holds the accounts again, all entries are deleted, and requests that are still under
way in stage 2 must not write new ones.

A key gives leave to write entries during one epoch. The mover sets it while the new side holds, and
deletes it before it deletes the entries. An entry is written only if the key hasn't changed since
holder and epoch were read from the accounts' database (WATCH).
"""

from collections.abc import Callable, Iterator
from typing import Protocol, TypeVar, cast

import sqlalchemy as sa

from chassis import connections, db, people
from chassis.valkey import Pipe, Valkey

from .authority import State
from .units import ACCOUNTS

LEAVE = people.key("leave")  # no session has this id
BLANK = "-"  # an entry without the signature of accounts: services ignore it
PAGE = 500  # keys

_STATE = sa.text("SELECT holder, epoch FROM move_state WHERE unit = :unit")
_SEALED = sa.text("SELECT EXISTS (SELECT FROM move_seals WHERE unit = :unit)")

T = TypeVar("T")


class Entries(Protocol):
    def scan_iter(self, match: str, count: int) -> Iterator[str]: ...


# Called by the mover.
def allow(state: State) -> None:
    """Allow entries to be written while this is the state. No effect while the cache is down."""

    def give(cache: Valkey) -> None:
        if cache.get(LEAVE) != _leave(state):
            cache.set(LEAVE, _leave(state))

    connections.if_cached(give)


def forbid() -> None:
    """Forbid new entries, and delete all. RedisError while the cache is down, because services
    might still read its entries later."""
    cache = connections.volatile()
    cache.delete(LEAVE)
    found = list(cast("Entries", cache).scan_iter(people.key("*"), count=PAGE))
    for start in range(0, len(found), PAGE):
        cache.delete(*found[start : start + PAGE])


# Used by accounts in stage 2.
# --8<-- [start:fence]
def _has_leave(pipe: Pipe) -> bool:
    """Read the key, which is already watched, and then the database. A hand-over changes them in
    the opposite order."""
    given = pipe.get(LEAVE)
    with db.reading() as tx:
        if tx.scalar(_SEALED, {"unit": ACCOUNTS.name}):
            return True  # it never goes back
        found = tx.execute(_STATE, {"unit": ACCOUNTS.name}).one_or_none()
    return found is not None and given == _leave(State(found.holder, found.epoch))


class Fenced:
    """The part of Valkey's client with which accounts caches a session."""

    def __init__(self, opened: Valkey) -> None:
        self._opened = opened

    def set(self, name: str, value: str, ex: int | None = None, nx: bool = False) -> bool:
        """Write an entry. False if there is no leave, or with nx if there already is an entry."""

        def write(pipe: Pipe) -> bool:
            is_free = _has_leave(pipe) and not (nx and pipe.get(name))
            pipe.multi()
            if is_free:
                pipe.set(name, value, ex=ex)
            return is_free

        return self._opened.transaction(write, LEAVE, name, value_from_callable=True)

    # --8<-- [end:fence]
    def transaction(self, write: Callable[[Pipe], object], name: str) -> list[object]:
        """Cache a session's roles, or BLANK without leave. BLANK makes services ask, and keeps a
        slow request from caching roles that it read before (nx)."""

        def fenced(pipe: Pipe) -> None:
            if _has_leave(pipe):
                write(pipe)
            else:
                pipe.multi()
                pipe.set(name, BLANK, ex=people.REMEMBERED_SECONDS)

        return self._opened.transaction(fenced, LEAVE, name)


def _leave(state: State) -> str:
    return f"{state.holder} {state.epoch}"


class Marking(Fenced):
    """The same, but a session can be marked as over without leave, which is always safe."""

    def set(self, name: str, value: str, ex: int | None = None, nx: bool = False) -> bool:
        return bool(self._opened.set(name, value, ex=ex, nx=nx))


class Connections:
    """Replaces chassis.connections in accounts/peers.py."""

    @staticmethod
    def volatile() -> Marking:
        return Marking(connections.volatile())

    @staticmethod
    def if_cached(work: Callable[[Valkey], T]) -> T | None:
        return connections.if_cached(lambda cache: work(cast("Valkey", Fenced(cache))))
