"""The places that say who holds a unit: a row in each of its databases, and a key for its carts."""

import time
from collections.abc import Mapping
from typing import Protocol

from . import authority, carts
from .authority import NOBODY, Holder, Side, State
from .databases import Connection
from .units import Unit


class Place(Protocol):
    def state(self) -> State | None: ...

    def flip(self, was: State, becomes: Holder, epoch: int = 0, within: float = 10) -> bool: ...


class InDatabase:
    def __init__(self, database: Connection, unit: str) -> None:
        self._database, self._unit = database, unit

    def state(self) -> State | None:
        return authority.state(self._database, self._unit)

    def flip(self, was: State, becomes: Holder, epoch: int = 0, within: float = 10) -> bool:
        return authority.flip(self._database, self._unit, was, becomes, epoch, within)


class InValkey:
    def state(self) -> State | None:
        return carts.state()

    def flip(self, was: State, becomes: Holder, epoch: int = 0, within: float = 10) -> bool:
        return carts.flip(was, becomes, epoch)


def of(unit: Unit, side: Side, sides: Mapping[str, Connection]) -> list[Place]:
    found: list[Place] = [InDatabase(sides[name], unit.name) for name in unit.on(side)]
    return [*found, InValkey()] if unit.has_carts and side == "new" else found


def together(found: list[State | None]) -> State | None:
    """The holder according to several places: NOBODY unless all agree. None if one has no state."""
    known = [each for each in found if each is not None]
    if len(known) < len(found):
        return None
    holders = {each.holder for each in known}
    holder = holders.pop() if len(holders) == 1 else NOBODY
    return State(holder, max(each.epoch for each in known))


def flip(
    places: list[Place],
    seen: list[State | None],
    becomes: Holder,
    epoch: int = 0,
    within: float = 10,
) -> bool:
    """Change the holder in one place after the other, except where it already was the new one.

    Stops and returns False if a place has changed since it was seen. TimeoutError after `within`
    seconds.
    """
    deadline = time.monotonic() + within
    for place, was in zip(places, seen, strict=True):
        if was is not None and was.holder != becomes:
            if not place.flip(was, becomes, epoch, max(0, deadline - time.monotonic())):
                return False
    return True


def outdate(places: list[Place], seen: list[State | None]) -> bool:
    """Give each place a new epoch, so that movers that saw the old one fail. False as in flip()."""
    both = zip(places, seen, strict=True)
    return all(place.flip(was, was.holder) for place, was in both if was is not None)
