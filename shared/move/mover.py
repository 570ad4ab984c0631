"""`python -m move.mover`: run the steps that are wanted, one after the other, until it is ended.

Only one mover works at a time, the one with a session lock in the old database. A killed mover
loses the lock, and the next one reads the current state and continues. A mover that was frozen
can't change a holder when it wakes up: each change requires the state that it saw before.
"""

import time
import traceback

from . import config, journal
from .accounts import Accounts
from .authority import Changed
from .checkout import Checkout
from .databases import AWAY, connect, one
from .hooks import Hooks
from .moving import Move
from .plan import next_step
from .steps import GaveUp
from .units import ACCOUNTS, CHECKOUT, UNITS

IDLE, AWAY_SECONDS = 0.05, 0.5
COUNTED_EVERY = 0.5  # seconds
TRIED_AGAIN_AFTER = 1.0  # seconds after a hand-over was given up: requests are served meanwhile
HOOKS = {CHECKOUT.name: Checkout(), ACCOUNTS.name: Accounts()}
ALONE = "SELECT pg_try_advisory_lock(hashtextextended('mover', 0)) AS mine"


class Mover:
    def __init__(self) -> None:
        self._data = config.config().data
        self._sides = {name: connect(name) for name in config.config().databases}
        self._journal = journal.journal(self._data)
        self._moves = [
            Move(unit, self._sides, self._data, self._journal, hooks=HOOKS.get(unit.name, Hooks()))
            for unit in UNITS
        ]
        self._not_before: dict[str, float] = {}
        self._counted = 0.0

    def is_alone(self) -> bool:
        found = one(self._sides[config.OLD], ALONE)
        return found is not None and found["mine"] is True

    def round(self) -> bool:
        """Take a step of each unit; True if there may be more to do at once. While units change
        hands, only they are served, because requests wait for them."""
        wanted = journal.wanted(self._data)
        for move in self._moves:
            move.look()
        hurried = [move for move in self._moves if self._is_between(move)]
        moved = [self._further(move, wanted) for move in hurried or self._moves]
        return any(moved)

    def count(self) -> None:
        """Write the numbers that `make move` shows."""
        if time.monotonic() - self._counted > COUNTED_EVERY:
            self._counted = time.monotonic()
            for move in self._moves:
                if move.state("old"):
                    move.count()
                    move.hooks.tend(move)
            journal.write_journal(self._data, self._journal)

    def close(self) -> None:
        for connection in self._sides.values():
            connection.close()

    def _further(self, move: Move, wanted: journal.Wanted) -> bool:
        goal = wanted["goals"].get(move.unit.name)
        if goal is None or time.monotonic() < self._not_before.get(move.unit.name, 0):
            return False
        found = next_step(move, self._possible(move, goal))
        if found is None or (wanted["paused"] and not self._is_between(move)):
            return False
        step, transfer = found
        if move.told["step"] != step.name:
            move.told["step"] = step.name
            print(f"{move.unit.name}: {step.name}", flush=True)
        try:
            step.do(move, transfer)
            move.told["error"] = ""
        except Changed:
            pass  # another mover was faster: read the state again
        except GaveUp as reason:
            move.told["error"] = str(reason)
            self._not_before[move.unit.name] = time.monotonic() + TRIED_AGAIN_AFTER
        move.save()
        return True

    def _possible(self, move: Move, goal: journal.Goal) -> journal.Goal:
        """That goal, or the nearest one that the other units allow. A unit moves after the units it
        asks, and these stay on the new side until it is back."""
        first = [each for each in self._moves if each.unit.name in move.unit.after]
        if goal in ("new", "alone") and not all(each.is_on("new") for each in first):
            return "ready"
        later = [each for each in self._moves if move.unit.name in each.unit.after]
        if all(each.is_on("old") for each in later) or not move.is_on("new"):
            return goal
        return goal if goal in ("new", "alone") else "new"

    def _is_between(self, move: Move) -> bool:
        """True during a hand-over, when neither side holds the unit: it must not pause there."""
        return move.has_begun() and (move.shown == "nobody" or move.underway() is not None)


def main() -> None:
    config.say_ready()
    while True:
        try:
            _work()
        except AWAY as error:
            print(f"waits: {type(error).__name__}", flush=True)
        except Exception:
            traceback.print_exc()
        time.sleep(AWAY_SECONDS)


def _work() -> None:
    """Run until an error; then main() starts over with new connections."""
    mover = Mover()
    try:
        while not mover.is_alone():
            time.sleep(AWAY_SECONDS)
        while True:
            again = mover.round()
            mover.count()
            if not again:
                time.sleep(IDLE)
    finally:
        mover.close()


if __name__ == "__main__":
    main()
