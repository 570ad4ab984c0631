"""Runs work in the shard where its rows are, also while they move to another one."""

import functools
import time
from collections.abc import Callable
from typing import Any, TypeVar, cast

import sqlalchemy as sa

from shop_rules.errors import Unavailable

from . import db, shards

Work = TypeVar("Work", bound=Callable[..., Any])

FENCED = "MV001"  # the SQLSTATE of a write that the fence of the old shard refuses
PATIENCE, PAUSE = 10, 0.02  # seconds that a request waits while its slots change hands

_arrived: set[str] = set()  # sets that the new shard holds: they never go back


# --8<-- [start:routed]
def routed(work: Work) -> Work:
    """The function, run in the shard of its first argument: the id of a user or of an order.

    If the rows have moved away, it begins again in the new shard. It has written nothing then: a
    transaction that has begun keeps its shard.
    """

    @functools.wraps(work)
    def run(an_id: str, *args: object, **named: object) -> object:
        until = time.monotonic() + PATIENCE
        while True:
            home = shards.home(shards.slot(an_id))
            known = home.set in _arrived
            where = (home.becomes, "") if known else (home.was, home.set)
            try:
                with shards.chosen(*where):
                    return work(an_id, *args, **named)
            except (shards.Moved, sa.exc.DBAPIError) as error:
                if not is_moved(error):
                    raise
            while not learn(home):
                pause(until)

    return cast("Work", run)


def pause(until: float) -> None:
    """Between the old shard and the new one, neither holds the rows. Raises Unavailable at last."""
    if time.monotonic() > until:
        raise Unavailable("These orders are moving to another database.")
    time.sleep(PAUSE)


# --8<-- [end:routed]
def is_moved(error: Exception) -> bool:
    fenced = isinstance(error, sa.exc.DBAPIError) and getattr(error.orig, "sqlstate", "") == FENCED
    return fenced or isinstance(error, shards.Moved)


def learn(home: shards.Home) -> bool:
    """Ask the new shard whether it holds the set."""
    with shards.chosen(home.becomes), db.reading() as tx:
        if tx.scalar(shards.HOLDER, {"set": home.set}) == "new":
            _arrived.add(home.set)
    return home.set in _arrived


def learn_all() -> None:
    """The body of a loop: a process that has just started may find the old shard down."""
    for was in shards.numbers()[:-1]:
        home = shards.Home(was, shards.numbers()[-1])
        if home.set not in _arrived:
            learn(home)


def arrived() -> frozenset[str]:
    """The sets that the new shard holds, as far as this process knows."""
    return frozenset(_arrived)


def shard_of(order_id: str, arrived: frozenset[str]) -> int:
    """The shard that holds an order, once these sets have moved."""
    home = shards.home(shards.slot(order_id))
    return home.becomes if home.set in arrived else home.was


def holds_some(number: int, arrived: frozenset[str]) -> bool:
    """False for the new shard before a set has arrived: it has copies only, perhaps many."""
    return bool(arrived) or number != shards.numbers()[-1] or number == 1


def is_here(order_id: str) -> bool:
    """False for what is a copy in the chosen shard: the one that holds it may be down."""
    return shard_of(order_id, arrived()) == shards.number()


def bound(number: int, work: Callable[[], object]) -> Callable[[], None]:
    """The body of a loop, run in that shard."""

    def run() -> None:
        with shards.chosen(number):
            work()

    run.__qualname__ = f"{getattr(work, '__qualname__', work)} of shard {number}"
    return run
