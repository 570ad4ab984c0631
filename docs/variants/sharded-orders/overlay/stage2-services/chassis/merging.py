"""Reads that need all shards. If one is down, they fail: a list without its rows would be wrong."""

import time
from collections.abc import Callable
from itertools import chain

from shop_rules.shapes import Order

from . import db, routing, shards

# (transaction, the id to go on after, or None) to at most so many orders, in the list's order
Read = Callable[[db.Tx, str | None], list[Order]]


# --8<-- [start:merged]
def merged(read: Read, most: int, newest_first: bool = False) -> list[Order]:
    """The first `most` orders of all shards, by id.

    Each shard is asked for as many: all of them may be in one. So a page of 20 reads 60 rows from
    three shards. The cursor is the last id shown, and means the same in each of them.
    """
    until = time.monotonic() + routing.PATIENCE
    while True:
        arrived = routing.arrived()
        try:
            pages = [_own(number, read, most, arrived) for number in shards.numbers()]
        except shards.Moved:  # meanwhile: begin again with what is known then
            routing.pause(until)
            routing.learn_all()
            continue
        return sorted(chain(*pages), key=lambda order: order["id"], reverse=newest_first)[:most]


# --8<-- [end:merged]
def _own(number: int, read: Read, most: int, arrived: frozenset[str]) -> list[Order]:
    """Orders that this shard holds. While slots move, it has copies of others too. Raises Moved."""
    own: list[Order] = []
    with shards.chosen(number), db.reading() as tx:
        found = read(tx, None)
        while found and routing.holds_some(number, arrived):
            own += [each for each in found if routing.shard_of(each["id"], arrived) == number]
            if len(own) >= most or len(found) < most:
                break
            found = read(tx, found[-1]["id"])
        _check(tx, number, arrived)
    return own


def _check(tx: db.Tx, number: int, arrived: frozenset[str]) -> None:
    """If a set has moved away meanwhile, the page of the new shard may not have its orders."""
    leaves = shards.Home(number, shards.numbers()[-1]).set
    if leaves not in arrived:
        with shards.chosen(number, leaves):
            shards.check(tx)
