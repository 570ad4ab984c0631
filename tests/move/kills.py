"""Which part is killed in which hand-over: the mover at each of its steps, other parts in turn."""

import itertools
import time
from dataclasses import dataclass

from move import units
from move.steps import HAND_OVER

WAYS = {"forward": "new", "back": "ready"}
STEPS = [step.name for step in HAND_OVER]
NOT_KILLED = ("mover", "load", "sandbox")  # the first is killed at its steps
AIMED_WITHIN = 20  # seconds
SOONEST, LATEST = 0.0, 0.6  # seconds from the start of a hand-over to the kill of another part


@dataclass(frozen=True)
class Kill:
    part: str
    way: str  # of WAYS
    unit: str
    step: str = ""  # of the mover's

    def __str__(self):
        at = f" at {self.step}" if self.step else ""
        return f"{self.part}{at}, {self.unit} {self.way}"


def plan(parts, count):
    """The first `count` kills: the mover, at each step of each unit there and back, and in between
    the other parts in turn. After 48 kills, each step of two units has had one."""
    others = [each for each in parts if each not in NOT_KILLED]
    beside, found = itertools.cycle(itertools.product(WAYS, others)), []
    for step, way, unit in itertools.cycle(itertools.product(STEPS, WAYS, units.NAMES)):
        other_way, other = next(beside)
        found += [Kill("mover", way, unit, step), Kill(other, other_way, unit)]
        if len(found) >= count:
            return found[:count]


def strike(shop, kill, chance):
    """Start the hand-over and kill the part. Returns the mover's step at that moment."""
    log = shop.stage.data / "logs" / "mover.log"
    start = log.stat().st_size
    shop.want(kill.unit, WAYS[kill.way])
    if kill.step:
        _wait_for(log, start, kill.unit, kill.step)
    else:
        time.sleep(chance.uniform(SOONEST, LATEST))
    shop.stage.kill(kill.part)
    return _last_step(log, kill.unit)


def _wait_for(log, start, unit, step):
    """Wait until the mover's log has that step, which takes milliseconds; or the last step, if that
    one wasn't needed."""
    deadline = time.monotonic() + AIMED_WITHIN
    lines = f"{unit}: {step}\n", f"{unit}: {STEPS[-1]}\n"
    while not any(line in log.read_bytes()[start:].decode(errors="replace") for line in lines):
        assert time.monotonic() < deadline, f"the mover did not come to {lines[0]}"
        time.sleep(0.001)


def _last_step(log, unit):
    said = [line for line in log.read_text("utf-8").splitlines() if line.startswith(f"{unit}: ")]
    return said[-1].partition(": ")[2]
