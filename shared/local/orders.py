"""The orders that a running supervisor carries out: control.py sends them."""

import signal
import subprocess
from collections.abc import Iterable

from .fleet import Fleet
from .part import Part
from .runner import RUNS, Runner
from .shapes import Order, Reply

MOST = 9  # copies of a part
# A frozen part hangs: it keeps its connections, and answers none of them.
SIGNALS = {"freeze": signal.SIGSTOP, "thaw": signal.SIGCONT}
AT_MOST = 25  # seconds for a command of a part: the caller waits 30 (channel.py)


def answer(order: Order, fleet: Fleet) -> Reply:
    each = fleet.get(order["part"] or "")
    if not each:
        return _refused(f"there is no part {order['part']!r}; there are: {_listed(fleet.names())}")
    if order["do"] == "run":
        return _beside(each, order["name"], order["words"])
    if order["do"] == "scale":
        return _scale(fleet, each.part, order["count"])
    if order["do"] in SIGNALS:
        return _signal(each, SIGNALS[order["do"]])
    {"kill": each.kill, "stop": each.stop, "start": each.start}[order["do"]]()
    return {"done": True}


def _signal(each: Runner, number: int) -> Reply:
    if each.state not in RUNS:
        return _refused(f"{each.part.name} is {each.state}: it has no process")
    each.group.signal(number)
    return {"done": True}


def _scale(fleet: Fleet, part: Part, count: int) -> Reply:
    can = [each.part.name for each in fleet if each.part.copies and each.part.number == 1]
    if part.name not in can:
        return _refused(f"of {part.name} there is one; there can be several of: {_listed(can)}")
    if count not in range(1, MOST + 1):
        return _refused(f"there can be 1 to {MOST} of {part.name}: make scale P={part.name} N=3")
    fleet.scale(part.name, count)
    return {"done": True}


def _beside(each: Runner, name: str, words: list[str]) -> Reply:
    """Run one of the part's own commands in its environment. Its output goes to the caller."""
    command = each.part.commands.get(name)
    if not command:
        return _refused(f"{each.part.name} has no command {name!r}")
    try:
        made = subprocess.run(
            [*command, *words],
            env=each.env,
            cwd=each.cwd,
            capture_output=True,
            text=True,
            errors="replace",
            timeout=AT_MOST,
        )
    except (OSError, subprocess.TimeoutExpired) as error:
        return {"done": False, "said": f"{error}\n"}
    return {"done": made.returncode == 0, "said": made.stdout + made.stderr}


def _refused(why: str) -> Reply:
    return {"refused": why}


def _listed(names: Iterable[str]) -> str:
    return ", ".join(names) or "none"
