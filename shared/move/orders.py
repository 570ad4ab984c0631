"""`make move DO=…`: tells the mover how far a unit is to go, and whether to wait."""

from local import command
from local.client import running
from local.data import Data
from local.refusal import Refusal

from . import journal, units, watching
from .contracting import WRITTEN_BY
from .journal import GOALS, Goal

DO = ("next", "back", "pause", "resume", "status", "shadow", "unshadow", "contract")
SHADOWED = ("catalog",)  # units whose reads both sides can answer


def tell(data: Data, do: str, unit: str, confirm: str = "") -> str:
    """Give an order; return what to print. confirm: the unit again, for what can't be undone."""
    running(data)
    if do in ("shadow", "unshadow"):
        return _shadow(data, command.choice("UNIT", unit, SHADOWED), do == "shadow")
    if do == "contract":
        return _contract(data, command.choice("UNIT", unit, units.NAMES), confirm)
    if do == "status":
        return watching.line(data.path)
    if do in ("pause", "resume"):
        wanted = journal.wanted(data.path)
        journal.want(data.path, {**wanted, "paused": do == "pause"})
        return "The mover waits before its next step." if do == "pause" else "The mover continues."
    return _further(data, _meant(data, do, unit), 1 if do == "next" else -1)


def _further(data: Data, unit: str, steps: int) -> str:
    wanted = journal.wanted(data.path)
    if wanted["goals"].get(unit) == "alone":
        raise Refusal(f"{unit} stays in stage 2: its tables in stage 1 are removed.")
    now = GOALS.index(wanted["goals"].get(unit, "stay"))
    if now + steps not in range(len(GOALS)):
        raise Refusal(f"{unit} can go no further: {SAID[GOALS[now]]}.")
    goal = GOALS[now + steps]
    _check_company(unit, goal, wanted["goals"])
    if steps > 0 and goal == "new":
        _check_ready(data, unit)
    journal.want(data.path, {**wanted, "goals": {**wanted["goals"], unit: goal}})
    if goal == "stay" and unit in SHADOWED:
        _shadow(data, unit, False)
    return f"{unit}: the mover works until {SAID[goal]}. Watch it: make move DO=status"


def _shadow(data: Data, unit: str, on: bool) -> str:
    if on:
        _check_ready(data, unit)
    wanted = journal.wanted(data.path)
    others = [name for name in wanted.get("shadowed", []) if name != unit]
    journal.want(data.path, {**wanted, "shadowed": [*others, *([unit] if on else [])]})
    return f"Reads of {unit} are {'compared on both sides' if on else 'not compared any more'}."


def _contract(data: Data, unit: str, confirm: str) -> str:
    wanted, writer = journal.wanted(data.path), WRITTEN_BY.get(unit)
    if writer and wanted["goals"].get(writer) != "alone":
        raise Refusal(f"{unit} has to wait for the {writer}, which writes its table in stage 1.")
    told = journal.journal(data.path)["told"].get(unit)
    if told is None or journal.Holders(data.path).of(unit) != "new":
        raise Refusal(f"{unit} is not in stage 2 yet: make move DO=next UNIT={unit}")
    if confirm != unit:
        raise Refusal(
            f"This deletes {unit} in stage 1 ({told['copied']} rows, and their files), and with it"
            f" the way back. If you mean it: make move DO=contract UNIT={unit} CONFIRM={unit}"
        )
    journal.want(data.path, {**wanted, "goals": {**wanted["goals"], unit: "alone"}})
    return f"{unit}: the mover works until {SAID['alone']}. Watch it: make move DO=status"


MOVED = ("new", "alone")


def _check_company(unit: str, goal: Goal, goals: dict[str, Goal]) -> None:
    """Refuse an order that the mover couldn't follow yet: a unit moves after the units it asks, and
    goes back before them."""
    first = [name for name in units.named(unit).after if goals.get(name) not in MOVED]
    if goal == "new" and first:
        raise Refusal(f"{unit} moves after {' and '.join(first)}: move that first.")
    later = [each.name for each in units.UNITS if unit in each.after]
    with_it = [name for name in later if goals.get(name) in MOVED]
    if goal != "new" and with_it:
        raise Refusal(f"{unit} goes back after {' and '.join(with_it)}: take that back first.")


def _check_ready(data: Data, unit: str) -> None:
    told = journal.journal(data.path)["told"].get(unit)
    if told is None or told["differing"] != 0:
        raise Refusal(f"{unit} is not copied and compared yet: make move DO=status")


def _meant(data: Data, do: str, unit: str) -> str:
    """The unit that was named. Without a name, the first that can go on, or the last that can go
    back."""
    if unit:
        return command.choice("UNIT", unit, units.NAMES)
    goals = journal.wanted(data.path)["goals"]
    end = GOALS[-1] if do == "next" else GOALS[0]
    names = units.NAMES if do == "next" else units.NAMES[::-1]
    return next(
        (each for each in names if goals.get(each, "stay") not in (end, "alone")), names[-1]
    )


SAID: dict[Goal, str] = {
    "stay": "stage 1 holds it alone",
    "ready": "stage 1 holds it and stage 2 follows",
    "new": "stage 2 holds it",
    "alone": "stage 2 holds it for good",
}
