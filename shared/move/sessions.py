"""What services remember of sessions, in the cache, while accounts may change hands.

In stage 2, accounts writes an entry for a session into the cache, other services believe it for a
minute, and accounts marks it as over before the session ends. Stage 1 has no such cache: it marks
nothing. So before stage 1 holds the accounts again, all entries are deleted, and a request that is
still under way in stage 2 may write none.

A key gives leave to write entries, in one epoch. The mover sets it where the new side holds, and
deletes it before it deletes the entries. An entry is written only if nothing has touched the key
since the accounts' database was asked for holder and epoch (WATCH).
"""

from collections.abc import Callable, Iterator
from typing import Protocol, TypeVar, cast

import sqlalchemy as sa

from chassis import connections, db, people
from chassis.valkey import Pipe, Valkey

from .authority import State
from .units import ACCOUNTS

LEAVE = people.key("leave")  # no session has this id
BLANK = "-"  # an entry that accounts did not sign: services ignore it
PAGE = 500  # keys

_STATE = sa.text("SELECT holder, epoch FROM move_state WHERE unit = :unit")
_SEALED = sa.text("SELECT EXISTS (SELECT FROM move_seals WHERE unit = :unit)")

T = TypeVar("T")


class Entries(Protocol):
    def scan_iter(self, match: str, count: int) -> Iterator[str]: ...


# The mover's part.
def allow(state: State) -> None:
    """Entries may be written, as long as that is the state. Nothing while the cache is down."""

    def give(cache: Valkey) -> None:
        if cache.get(LEAVE) != _leave(state):
            cache.set(LEAVE, _leave(state))

    connections.if_cached(give)


def forbid() -> None:
    """No entry is left, and none is written any more. RedisError while the cache is down: then
    others may still read what it has."""
    cache = connections.volatile()
    cache.delete(LEAVE)
    found = list(cast("Entries", cache).scan_iter(people.key("*"), count=PAGE))
    for start in range(0, len(found), PAGE):
        cache.delete(*found[start : start + PAGE])


# The part of accounts in stage 2.
# --8<-- [start:fence]
class Fenced:
    """The part of Valkey's client that accounts remembers a session with."""

    def __init__(self, opened: Valkey) -> None:
        self._opened = opened

    def set(self, name: str, value: str, ex: int | None = None, nx: bool = False) -> bool:
        """False, and nothing is written, without leave or if there is an entry already (nx)."""

        def write(pipe: Pipe) -> bool:
            is_free = _has_leave(pipe) and not (nx and pipe.get(name))
            pipe.multi()
            if is_free:
                pipe.set(name, value, ex=ex)
            return is_free

        return self._opened.transaction(write, LEAVE, name, value_from_callable=True)

    def transaction(self, write: Callable[[Pipe], object], name: str) -> list[object]:
        """Write the roles of a session. Without leave BLANK: services ask, and a slow request that
        has read the roles of before can't remember them (nx)."""

        def fenced(pipe: Pipe) -> None:
            if _has_leave(pipe):
                write(pipe)
            else:
                pipe.multi()
                pipe.set(name, BLANK, ex=people.REMEMBERED_SECONDS)

        return self._opened.transaction(fenced, LEAVE, name)


def _has_leave(pipe: Pipe) -> bool:
    """The key first, which is watched by now, and then the database: a hand-over changes them in
    the other order."""
    given = pipe.get(LEAVE)
    with db.reading() as tx:
        if tx.scalar(_SEALED, {"unit": ACCOUNTS.name}):
            return True  # it never goes back
        found = tx.execute(_STATE, {"unit": ACCOUNTS.name}).one_or_none()
    return found is not None and given == _leave(State(found.holder, found.epoch))


# --8<-- [end:fence]
def _leave(state: State) -> str:
    return f"{state.holder} {state.epoch}"


class Marking(Fenced):
    """The same, but what marks a session as over is written as ever: that is always safe."""

    def set(self, name: str, value: str, ex: int | None = None, nx: bool = False) -> bool:
        return bool(self._opened.set(name, value, ex=ex, nx=nx))


class Connections:
    """In the place of chassis.connections in accounts/peers.py."""

    @staticmethod
    def volatile() -> Marking:
        return Marking(connections.volatile())

    @staticmethod
    def if_cached(work: Callable[[Valkey], T]) -> T | None:
        return connections.if_cached(lambda cache: work(cast("Valkey", Fenced(cache))))
