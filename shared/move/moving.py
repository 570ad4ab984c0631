"""One unit on its way: what its databases and the journal say of it, and what they are told."""

import time
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import NamedTuple

from . import authority, capture, comparing, contracting, copying, rows
from .authority import NOBODY, Holder, Side, State
from .databases import Connection
from .follower import Follower
from .journal import Journal, Told
from .journal import write_journal as write
from .rows.direction import Direction
from .units import Unit

NOT_COMPARED = -1


class Transfer(NamedTuple):
    giver: Side
    taker: Side


FORWARD, BACK = Transfer("old", "new"), Transfer("new", "old")


@dataclass
class Move:
    """sides: a connection to each database, by name. journal: as it was last written."""

    unit: Unit
    sides: Mapping[str, Connection]
    data: Path
    journal: Journal
    followers: dict[str, Follower] = field(default_factory=dict)
    is_drained: bool = False  # what need not be drained to the last row was drained once
    seen: dict[Side, State | None] = field(default_factory=dict)

    def database(self, side: Side) -> Connection:
        return self.sides[dict(self.unit.databases())[side]]

    def state(self, side: Side) -> State | None:
        return authority.state(self.database(side), self.unit.name)

    def look(self) -> None:
        """Read both states. What is then planned and done stands on them: if a mover is frozen in
        between, it finds another epoch when it wakes up, and changes nothing."""
        self.seen = {"old": self.state("old"), "new": self.state("new")}

    def has_begun(self) -> bool:
        """Both sides have a state. One has none at the beginning of a move, and at its end."""
        return None not in self.seen.values()

    def known(self, side: Side) -> State:
        """As it was seen last. LookupError before the unit's move has begun."""
        found = self.seen.get(side)
        if found is None:
            raise LookupError(f"{self.unit.name} has no state on the {side} side")
        return found

    def underway(self) -> Transfer | None:
        """The hand-over that has fenced its giver and not told it who holds now."""
        if self.known("old").holder == NOBODY:
            return FORWARD
        return BACK if self.known("new").holder == NOBODY else None

    def holder(self) -> Side:
        """While no hand-over is under way: both sides say the same."""
        return "new" if self.known("new").holder == "new" else "old"

    # What the gateway and `make move` read.
    @property
    def told(self) -> Told:
        fresh: Told = {
            "step": "",
            "copied": 0,
            "behind": 0,
            "differing": NOT_COMPARED,
            "held_ms": 0,
            "held_since": 0,
            "error": "",
        }
        return self.journal["told"].setdefault(self.unit.name, fresh)

    @property
    def shown(self) -> Holder:
        """Whom the gateway takes for the holder."""
        return self.journal["units"].get(self.unit.name, "old")

    def show(self, holder: Holder) -> None:
        now, told = time.time(), self.told
        if holder == NOBODY:
            told["held_since"] = told["held_since"] or now
        elif told["held_since"]:
            told["held_ms"], told["held_since"] = round((now - told["held_since"]) * 1000), 0
        self.journal["units"][self.unit.name] = holder
        self.save()

    def save(self) -> None:
        write(self.data, self.journal)

    def count(self) -> None:
        """How far the followers have come, for the journal."""
        forward = self.directions("forward")
        whole = [direction for direction in forward if direction.whole]
        self.told["copied"] = sum(
            comparing.rows_of(self.sides[each.target], each.into) for each in whole
        )
        self.told["sealed"] = self.is_sealed()
        self.told["behind"] = sum(self.left(each) for each in rows.of(self.unit.name))

    def is_sealed(self) -> bool:
        return contracting.is_sealed(self.unit, self.sides)

    # Its rows.
    def directions(self, way: str) -> list[Direction]:
        return [each for each in rows.of(self.unit.name) if each.way == way]

    def left(self, direction: Direction) -> int:
        return capture.left(self.sides[direction.source], direction)

    def of_transfer(self, transfer: Transfer) -> list[Direction]:
        return self.directions("forward" if transfer == FORWARD else "back")

    def follow_all(self, directions: list[Direction]) -> None:
        """Beside the followers that run all the time: they take turns."""
        for each in directions:
            if each.name not in self.followers:
                self.followers[each.name] = Follower(each, self.sides.__getitem__)
            self.followers[each.name].all()

    def is_copied(self) -> bool:
        forward = self.directions("forward")
        return all(copying.is_done(self.sides[each.source], each) for each in forward)
