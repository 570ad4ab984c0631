"""Sets of slots that move together: all that the new shard takes from one other."""

from typing import NamedTuple

from move.databases import Connection, connect_to

from chassis import shards

ALL = [f"{number:02x}" for number in range(256)]


class Set(NamedTuple):
    name: str
    source: int  # numbers of shards
    target: int
    slots: frozenset[str]


def sets() -> list[Set]:
    new = shards.numbers()[-1]
    homes = {slot: shards.home(slot) for slot in ALL}
    made = []
    for was in shards.numbers()[:-1]:
        home = shards.Home(was, new)
        made.append(Set(home.set, was, new, frozenset(s for s in ALL if homes[s] == home)))
    return made


def connect(number: int) -> Connection:
    return connect_to(shards.urls()[number - 1])
