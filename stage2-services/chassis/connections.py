"""The two Valkey servers, opened on first use.

`durable` keeps what must outlive a restart: carts, queues, streams. `volatile` may be gone at any
moment and comes back empty, so nothing stale ever comes back with it.
"""

from collections.abc import Callable
from functools import cache
from typing import TypeVar, cast

import redis

from shop_rules.errors import Unavailable

from . import telemetry
from .config import config
from .valkey import Valkey

T = TypeVar("T")
CONNECT_SECONDS, ANSWER_SECONDS = 1, 5


@cache
def durable() -> Valkey:
    return _opened(config().redis_url, ANSWER_SECONDS)


@cache
def followed() -> Valkey:
    """The durable server, as a user who reads the streams of other services and writes nothing."""
    return _opened(config().streams_url, ANSWER_SECONDS)


@cache
def volatile() -> Valkey:
    return _opened(config().cache_url, CONNECT_SECONDS)


def if_cached(work: Callable[[Valkey], T]) -> T | None:
    """What work(the cache) returns, or None while the cache is down."""
    try:
        return work(volatile())
    except redis.RedisError:
        return None


def _opened(url: str, seconds: float) -> Valkey:
    if config().spans:
        _trace()
    made = redis.Redis.from_url(
        url,
        decode_responses=True,
        encoding_errors="backslashreplace",  # clients may send invalid UTF-8: don't fail on it
        socket_connect_timeout=CONNECT_SECONDS,
        socket_timeout=seconds,
        health_check_interval=30,
    )
    return cast("Valkey", made)


@cache
def _trace() -> None:
    """Record this process's commands as spans. Call it once per process."""
    from . import traced_commands

    traced_commands.install()


def is_up(opened: Callable[[], Valkey]) -> bool:
    try:
        return opened().ping()
    except redis.RedisError:
        return False


def refuse_without_redis(error: redis.RedisError) -> Unavailable:
    telemetry.write("redis unavailable", level=40, error=str(error))
    return Unavailable("Redis is unavailable.")


# How a service answers when Valkey fails: {exception: the error it becomes}.
REFUSALS: dict[type[Exception], Callable[[redis.RedisError], Unavailable]]
REFUSALS = {redis.RedisError: refuse_without_redis}
