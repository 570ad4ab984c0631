"""What `make move DO=…` tells the mover: how far a unit is to go, and whether to wait."""

from local import command
from local.client import running
from local.data import Data
from local.refusal import Refusal

from . import journal, units, watching
from .journal import GOALS, Goal

DO = ("next", "back", "pause", "resume", "status")


def tell(data: Data, do: str, unit: str) -> str:
    """What to print. do: of DO."""
    running(data)
    if do == "status":
        return watching.line(data.path)
    if do in ("pause", "resume"):
        wanted = journal.wanted(data.path)
        journal.want(data.path, {**wanted, "paused": do == "pause"})
        return "The mover waits before its next step." if do == "pause" else "The mover goes on."
    return _further(data, _meant(data, do, unit), 1 if do == "next" else -1)


def _further(data: Data, unit: str, steps: int) -> str:
    wanted = journal.wanted(data.path)
    now = GOALS.index(wanted["goals"].get(unit, "stay"))
    if now + steps not in range(len(GOALS)):
        raise Refusal(f"{unit} can go no further: {SAID[GOALS[now]]}.")
    goal = GOALS[now + steps]
    if steps > 0 and goal == "new":
        _check_ready(data, unit)
    journal.want(data.path, {**wanted, "goals": {**wanted["goals"], unit: goal}})
    return f"{unit}: moving on until {SAID[goal]}. Watch it: make move DO=status"


def _check_ready(data: Data, unit: str) -> None:
    told = journal.journal(data.path)["told"].get(unit)
    if told is None or told["differing"] != 0:
        raise Refusal(f"{unit} is not copied and compared yet: make move DO=status")


def _meant(data: Data, do: str, unit: str) -> str:
    """The unit that is named, or the first that can go further, the last that can go back."""
    if unit:
        return command.choice("UNIT", unit, units.NAMES)
    goals = journal.wanted(data.path)["goals"]
    end = GOALS[-1] if do == "next" else GOALS[0]
    names = units.NAMES if do == "next" else units.NAMES[::-1]
    return next((each for each in names if goals.get(each, "stay") != end), names[-1])


SAID: dict[Goal, str] = {
    "stay": "stage 1 holds it alone",
    "ready": "stage 1 holds it and stage 2 follows",
    "new": "stage 2 holds it",
}
