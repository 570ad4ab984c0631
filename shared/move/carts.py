"""The carts in Valkey, and a key that says who holds them.

Valkey can make a transaction conditional on a key (WATCH). Each change of a cart watches the
holder's key, which makes that key a fence, as move_state and its trigger are in PostgreSQL.
"""

import json
from collections.abc import Callable, Collection, Iterator
from typing import Literal, Protocol, TypeVar, cast

from cart.store import StoredCart

from chassis import connections
from chassis.valkey import Pipe, Valkey

from .authority import Holder, State, holder_named
from .guard import Moved

HOLDER = "cart:holder"  # "new 7": who holds, and the epoch
PAST = "cart:past"  # the last epoch of a move that was taken back
CART = "cart:"
PAGE = 500  # carts

T = TypeVar("T")


class Documents(Valkey, Protocol):
    """The commands that the mover needs and services don't."""

    def scan_iter(self, match: str, count: int | None = None) -> Iterator[str]: ...

    def mget(self, keys: list[str]) -> list[str | None]: ...

    def xinfo_stream(self, name: str) -> dict[str, str]: ...

    def xinfo_groups(self, name: str) -> list[dict[str, str | int]]: ...


def valkey() -> Documents:
    return cast("Documents", connections.durable())


# --8<-- [start:fence]
class Fenced:
    """The part of Valkey's client that stage 2's cart uses, limited to when the new side holds."""

    def __init__(self, opened: Valkey) -> None:
        self._opened = opened

    def transaction(
        self, change: Callable[[Pipe], T], key: str, *, value_from_callable: Literal[True]
    ) -> T:
        """Raise Moved if the new side doesn't hold, or no longer does when the cart is written."""

        def checked(pipe: Pipe) -> T:
            if _state(pipe.get(HOLDER)).holder != "new":
                raise Moved("The carts are not held here.")
            return change(pipe)

        return self._opened.transaction(checked, HOLDER, key, value_from_callable=True)

    def delete(self, *keys: str) -> int:
        """Not fenced: the account is closed, so the cart must go, whichever side holds."""
        return self._opened.delete(*keys)


# --8<-- [end:fence]
def begin() -> None:
    """Create the holder's key. Its epoch continues from the last move, as in authority.install."""
    if not valkey().set(HOLDER, f"old {int(valkey().get(PAST) or 0) + 1}", nx=True):
        was = state()
        if was:
            flip(was, was.holder)


def end() -> None:
    """Delete the holder's key, unless the new side holds."""

    def change(pipe: Pipe) -> None:
        text = pipe.get(HOLDER)
        pipe.multi()
        if text and _state(text).holder != "new":
            pipe.set(PAST, str(_state(text).epoch))
            cast("Valkey", pipe).delete(HOLDER)

    valkey().transaction(change, HOLDER)


def state() -> State | None:
    text = valkey().get(HOLDER)
    return _state(text) if text else None


def flip(was: State, becomes: Holder, epoch: int = 0) -> bool:
    """Like authority.flip, for the carts."""

    def change(pipe: Pipe) -> bool:
        is_so = _state(pipe.get(HOLDER)) == was
        pipe.multi()
        if is_so:
            pipe.set(HOLDER, f"{becomes} {max(epoch, was.epoch + 1)}")
        return is_so

    return valkey().transaction(change, HOLDER, value_from_callable=True)


def _state(text: str | None) -> State:
    holder, epoch = (text or "old 0").split()
    return State(holder_named(holder), int(epoch))


# The documents.
def read(keys: Collection[str]) -> dict[str, StoredCart]:
    asked = list(keys)
    texts = valkey().mget([f"{CART}{key}" for key in asked]) if asked else []
    return {key: json.loads(text) for key, text in zip(asked, texts, strict=True) if text}


def write(documents: dict[str, str], gone: Collection[str]) -> None:
    """Write some carts and delete others, unless the new side holds: then these are out of date."""

    def change(pipe: Pipe) -> None:
        is_late = _state(pipe.get(HOLDER)).holder == "new"
        pipe.multi()
        if not is_late:
            for key, document in documents.items():
                pipe.set(f"{CART}{key}", document)
            for key in gone:
                cast("Valkey", pipe).delete(f"{CART}{key}")

    valkey().transaction(change, HOLDER)


def all_of_them() -> Iterator[tuple[str, StoredCart]]:
    for keys in _pages():
        yield from read([key.removeprefix(CART) for key in keys]).items()


def count() -> int:
    return sum(len(keys) for keys in _pages())


def empty() -> None:
    for keys in _pages():
        write({}, [key.removeprefix(CART) for key in keys])


def _pages() -> Iterator[list[str]]:
    keys = [key for key in valkey().scan_iter(f"{CART}*", count=PAGE) if key not in (HOLDER, PAST)]
    unique = sorted(set(keys))  # a scan may show a key twice
    for start in range(0, len(unique), PAGE):
        yield unique[start : start + PAGE]
