"""Caches, which may be some seconds old or lost: lists in this process, products in Valkey.

Never for a price at checkout. A product read by its id is never older than its last write.
"""

import json
import time
from collections.abc import Callable
from functools import wraps
from typing import TypeVar, TypeVarTuple

import redis

from spans import recording

from . import connections
from .config import config
from .shapes import Json

T = TypeVar("T")
Ts = TypeVarTuple("Ts")

CHANNEL = "catalog-changed"
LIVES_SECONDS = 60  # the safety net if an invalidation is lost
MOST_ANSWERS = 256  # kept in this process, of one function

# --8<-- [start:newer]
# A slow reader must not overwrite a newer version with the old one it has just read.
_SET_IF_NEWER = """
local known = redis.call('HGET', KEYS[1], 'version')
if known and tonumber(known) > tonumber(ARGV[1]) then return 0 end
redis.call('HSET', KEYS[1], 'version', ARGV[1], 'thing', ARGV[2])
redis.call('EXPIRE', KEYS[1], ARGV[3])
return 1
"""

# --8<-- [end:newer]
_forgetting: list[Callable[[], None]] = []  # a function for each `remembered` of this process


# --8<-- [start:remembered]
def remembered(seconds: float) -> Callable[[Callable[[*Ts], T]], Callable[[*Ts], T]]:
    """Cache what a function returns for its arguments, for this many seconds or until a copy of
    the service announces a change."""

    def decorate(function: Callable[[*Ts], T]) -> Callable[[*Ts], T]:
        kept: dict[tuple[*Ts], tuple[float, T]] = {}
        _forgetting.append(kept.clear)

        @wraps(function)
        def wrapped(*arguments: *Ts) -> T:
            known = kept.get(arguments)
            is_known = bool(known and time.monotonic() < known[0])
            recording.note("shop.cache", "hit" if is_known else "miss")
            if known and is_known:
                return known[1]
            value = function(*arguments)
            if len(kept) >= MOST_ANSWERS:
                kept.clear()
            if config().caching:
                kept[arguments] = time.monotonic() + seconds, value
            return value

        return wrapped

    return decorate


# --8<-- [end:remembered]
# --8<-- [start:aside]
def get(kind: str, thing_id: str) -> Json:
    """The cached thing, or None (cache-aside: the caller then asks the database and calls put)."""
    found = _try(lambda: connections.volatile().hget(f"{kind}:{thing_id}", "thing"))
    recording.note("shop.cache", "hit" if found else "miss")
    return json.loads(found) if found else None


def put(kind: str, thing_id: str, version: int, thing: object) -> None:
    """Store the thing unless a newer version is cached. Readers call this after a miss, writers
    before they answer (write-through)."""
    _try(lambda: _set_if_newer(kind, thing_id, version, thing))


def outdate(kind: str, thing_id: str, version: int) -> None:
    """Drop what is cached, before that version commits: a writer that dies right after the commit
    leaves nothing stale, since readers ask the database until the next put. If the cache can't be
    reached, the change must not commit: other copies may still read the old version here."""
    if config().caching:
        _set_if_newer(kind, thing_id, version, None)


# --8<-- [end:aside]
def _set_if_newer(kind: str, thing_id: str, version: int, thing: object) -> None:
    text = json.dumps(thing)
    connections.volatile().eval(
        _SET_IF_NEWER, 1, f"{kind}:{thing_id}", version, text, LIVES_SECONDS
    )


# --8<-- [start:hints]
def something_changed() -> None:
    """Notify every copy of this service (pub/sub: a copy that is not connected misses it)."""
    _forget_all()
    _try(lambda: connections.volatile().publish(CHANNEL, ""))


def listener() -> Callable[[], None]:
    """The body of a loop: drop this process's cache when another copy changes something."""
    subscription = connections.volatile().pubsub(ignore_subscribe_messages=True)

    def listen() -> None:
        if not subscription.subscribed:
            subscription.subscribe(CHANNEL)
        if subscription.get_message(timeout=1):
            _forget_all()

    return listen


# --8<-- [end:hints]
def _forget_all() -> None:
    for forget in _forgetting:
        forget()


def _try(work: Callable[[], T]) -> T | None:
    """None if the cache is down: reads get slower, but none fails."""
    if not config().caching:
        return None
    try:
        return work()
    except redis.RedisError:
        return None
