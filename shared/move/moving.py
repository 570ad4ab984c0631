"""One unit during its move: its state in the databases and in the journal, and its followers."""

import time
from dataclasses import dataclass, field
from pathlib import Path

from . import capture, comparing, contracting, copying, rows
from .authority import NOBODY, Holder, Side
from .follower import Follower
from .hooks import Hooks
from .journal import Journal, Told
from .journal import write_journal as write
from .rows.direction import Direction
from .standing import FORWARD, Standing, Transfer

NOT_COMPARED = -1


@dataclass
class Move(Standing):
    """journal: the whole journal, as it was last written."""

    data: Path
    journal: Journal
    followers: dict[str, Follower] = field(default_factory=dict)
    is_drained: bool = False  # every direction has been drained once, and so have the hooks
    hooks: Hooks = field(default_factory=Hooks)

    def is_on(self, side: Side) -> bool:
        """Whether this side holds, according to both sides and the gateway's journal."""
        states = self.state("old"), self.state("new")
        holders = {state.holder if state else "old" for state in states}
        return holders == {side} and self.shown == side

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
        """The holder according to the gateway's journal."""
        return self.journal["units"].get(self.unit.name, "old")

    def show(self, holder: Holder) -> None:
        now, told = time.time(), self.told
        if holder == NOBODY:
            told["held_since"] = told["held_since"] or now
        elif told["held_since"]:
            told["held_ms"], told["held_since"] = round((now - told["held_since"]) * 1000), 0
        self.journal["units"][self.unit.name] = holder
        self.save()

    def is_held_for(self, seconds: float) -> bool:
        """Whether requests have been held back for more than so many seconds."""
        since = self.told["held_since"]
        return bool(since) and time.time() - since > seconds

    def save(self) -> None:
        write(self.data, self.journal)

    def count(self) -> None:
        """Count for the journal how far the followers have come."""
        forward = self.directions("forward")
        whole = [direction for direction in forward if direction.whole]
        self.told["copied"] = sum(
            comparing.rows_of(self.sides[each.target], each) for each in whole
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
        own = self.directions("forward" if transfer == FORWARD else "back")
        return [*own, *self.hooks.also_followed(self, transfer)]

    def follow_all(self, directions: list[Direction]) -> None:
        """Carry over all notes now. The followers of following.py run too; they take turns."""
        for each in directions:
            if each.name not in self.followers:
                self.followers[each.name] = Follower(each, self.sides.__getitem__)
            self.followers[each.name].all()

    def is_copied(self) -> bool:
        forward = self.directions("forward")
        return all(copying.is_done(self.sides[each.source], each) for each in forward)
