"""The commands of Valkey that the services send, as the client answers them here.

redis-py types each reply as "it, or an awaitable of it", for its two clients at once. With this
protocol in between, mypy finds wrong arguments and wrong uses of a reply.
"""

from collections.abc import Callable, Iterator
from typing import Literal, Protocol, TypeVar, overload

T = TypeVar("T")
Fields = dict[str, str]
Events = list[tuple[str, Fields]]  # (number, fields)


class Pipe(Protocol):
    """A transaction: reads run at once, and commands after multi() run at its end."""

    def get(self, name: str) -> str | None: ...

    def multi(self) -> None: ...

    def set(self, name: str, value: str, ex: int | None = None) -> object: ...


class Subscription(Protocol):
    @property
    def subscribed(self) -> bool: ...

    def subscribe(self, *channels: str) -> None: ...

    def get_message(self, *, timeout: float) -> object: ...


class Valkey(Protocol):
    def ping(self) -> bool: ...

    # Keys and hashes.
    def get(self, name: str) -> str | None: ...

    def set(
        self, name: str, value: str, ex: int | None = None, nx: bool = False
    ) -> bool | None: ...

    def delete(self, *names: str) -> int: ...

    def exists(self, *names: str) -> int: ...

    def expire(self, name: str, time: int) -> bool: ...

    def scan_iter(self, match: str) -> Iterator[str]: ...

    def hget(self, name: str, key: str) -> str | None: ...

    def hincrby(self, name: str, key: str, amount: int = 1) -> int: ...

    def hdel(self, name: str, *keys: str) -> int: ...

    # Several at once.
    def eval(self, script: str, numkeys: int, *keys_and_args: str | int) -> object: ...

    @overload
    def transaction(
        self, func: Callable[[Pipe], T], *watches: str, value_from_callable: Literal[True]
    ) -> T: ...

    @overload
    def transaction(self, func: Callable[[Pipe], object], *watches: str) -> list[object]: ...

    # Publishing: to current subscribers (pub/sub), and to streams.
    def publish(self, channel: str, message: str) -> int: ...

    def pubsub(self, *, ignore_subscribe_messages: bool) -> Subscription: ...

    def xadd(
        self, name: str, fields: Fields, *, maxlen: int | None = None, approximate: bool = True
    ) -> str: ...

    def xrange(self, name: str, min: str = "-", max: str = "+") -> Events: ...

    def xlen(self, name: str) -> int: ...

    def xdel(self, name: str, *ids: str) -> int: ...

    # Consumer groups of a stream.
    def xgroup_create(self, name: str, groupname: str, id: str, *, mkstream: bool) -> object: ...

    def xreadgroup(
        self, groupname: str, consumername: str, streams: Fields, count: int, block: int
    ) -> list[tuple[str, Events]]: ...

    def xautoclaim(
        self, name: str, groupname: str, me: str, min_idle_time: int, start_id: str, count: int
    ) -> tuple[str, Events, list[str]]: ...

    def xclaim(
        self,
        name: str,
        groupname: str,
        me: str,
        min_idle_time: int,
        message_ids: list[str],
        *,
        idle: int,
        force: bool,
    ) -> object: ...

    def xack(self, name: str, groupname: str, *ids: str) -> int: ...
