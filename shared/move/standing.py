"""Who holds one unit, according to all of its databases: now, and when they were last read."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import NamedTuple

from . import places
from .authority import NOBODY, Side, State
from .config import OLD
from .databases import Connection
from .places import Place
from .units import Unit


class Transfer(NamedTuple):
    giver: Side
    taker: Side


FORWARD, BACK = Transfer("old", "new"), Transfer("new", "old")


@dataclass
class Standing:
    """sides: a connection to each database, by name."""

    unit: Unit
    sides: Mapping[str, Connection]
    seen: dict[Side, list[State | None]] = field(init=False, default_factory=dict)  # by place

    def places(self, side: Side) -> list[Place]:
        return places.of(self.unit, side, self.sides)

    def state(self, side: Side) -> State | None:
        return places.together([place.state() for place in self.places(side)])

    def look(self) -> None:
        """Read both states. The plan and each change are based on them. A mover that was frozen
        since then finds another epoch when it wakes up, and changes nothing."""
        sides: tuple[Side, Side] = ("old", "new")
        self.seen = {side: [place.state() for place in self.places(side)] for side in sides}

    def has_begun(self) -> bool:
        """Whether both sides have a state. One has none when a move begins, and when it ends."""
        return bool(self.seen) and not any(None in states for states in self.seen.values())

    def seen_in(self) -> dict[str, State | None]:
        """The states that were seen, by database."""
        found = dict(zip(self.unit.new, self.seen["new"], strict=False))  # Valkey's is the last
        return {**found, OLD: self.seen["old"][0]}

    def known(self, side: Side) -> State:
        """The state as it was last read. LookupError before the unit's move has begun."""
        found = places.together(self.seen.get(side, [None]))
        if found is None:
            raise LookupError(f"{self.unit.name} has no state on the {side} side")
        return found

    def underway(self) -> Transfer | None:
        """The hand-over that has fenced its giver, and not yet informed it of the new holder."""
        if self.known("old").holder == NOBODY:
            return FORWARD
        return BACK if self.known("new").holder == NOBODY else None

    def is_fenced(self, giver: Side) -> bool:
        """Whether all of the giver's databases are fenced: none accepts writes to the unit."""
        return all(each is not None and each.holder == NOBODY for each in self.seen[giver])

    def is_admitted(self, taker: Side) -> bool:
        """Whether one of the taker's databases is admitted: then the hand-over can't go back."""
        return any(each is not None and each.holder == taker for each in self.seen[taker])

    def holder(self) -> Side:
        """The holder. Only while no hand-over is under way, when both sides agree."""
        return "new" if self.known("new").holder == "new" else "old"
