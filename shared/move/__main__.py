"""`make move FROM=1 TO=2`: open a separate shop that moves, unit by unit, while people buy.

It runs the parts of both stages, in .data/move, and a load of simulated customers (LOAD=off: none).
Each second it prints how far each unit has come. In a terminal it asks before each hand-over.
Control it from another one: `make move DO=next UNIT=catalog`; or back, pause, resume, status,
contract.
"""

import os
import select
import signal
import subprocess
import sys
import time
from pathlib import Path

from local import command, parts
from local.client import runs
from local.data import RUN, Data
from local.run import data_folder

from . import journal, orders, tally, watching
from .journal import Goal
from .units import NAMES

FOLDER = Path(__file__).parent
EVERY = 1.0  # seconds between two lines


def main(words: list[str]) -> int:
    before, after, do, unit, confirm = (*words, *[""] * 5)[:5]
    command.choice("FROM", before or "1", ["1"])
    command.choice("TO", after or "2", ["2"])
    data = data_folder(parts.read(FOLDER)["stage"], os.environ)
    if do or unit:
        print(orders.tell(data, command.choice("DO", do or "status", orders.DO), unit, confirm))
        return 0
    return _open(data)


def _open(data: Data) -> int:
    """Run the shop in a child process of this terminal, so that Ctrl-C reaches it too."""
    signal.pthread_sigmask(signal.SIG_UNBLOCK, {signal.SIGINT})  # see the Makefile
    environ = {"LOAD": "on", **os.environ}
    if not (data.path.exists() and runs(data)):  # if it runs, the supervisor refuses a second one
        tally.begin(data.path)
    words = [sys.executable, "-m", "local.run", str(FOLDER)]
    shop = subprocess.Popen(words, env=environ, stdin=subprocess.DEVNULL)
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # it stops the shop, and then this process ends
    asked = _Asking(data)
    while shop.poll() is None:
        time.sleep(0.1)
        if _is_open(data, shop.pid):
            print(watching.line(data.path), flush=True)
            asked.wait(EVERY)
    return shop.returncode


def _is_open(data: Data, supervisor: int) -> bool:
    run = data.read(RUN) if data.path.exists() and runs(data) else {}
    return bool(run) and run["open"] and run["supervisor"]["pid"] == supervisor


class _Asking:
    """Start following each unit, and ask the user of this terminal before each hand-over."""

    def __init__(self, data: Data) -> None:
        self._data, self._about = data, ""
        self._is_asked = sys.stdin.isatty()

    def wait(self, seconds: float) -> None:
        if not self._is_asked:
            return time.sleep(seconds)
        self._ask()
        readable, _, _ = select.select([sys.stdin], [], [], seconds)
        if readable and not sys.stdin.readline():
            self._is_asked = False  # end of input
        elif readable and self._about:
            print(orders.tell(self._data, "next", self._about), flush=True)
            self._about = ""

    def _ask(self) -> None:
        goals = journal.wanted(self._data.path)["goals"]
        unit = next((name for name in NAMES if _goal(goals, name) in ("stay", "ready")), "")
        if unit and _goal(goals, unit) == "stay":
            orders.tell(self._data, "next", unit)
        elif unit and self._about != unit and self._is_ready(unit):
            self._about = unit
            print(f"Both sides of {unit} are equal. Press Enter to move it, Ctrl-C to stop.")

    def _is_ready(self, unit: str) -> bool:
        told = journal.journal(self._data.path)["told"].get(unit)
        return told is not None and told["differing"] == 0


def _goal(goals: dict[str, Goal], unit: str) -> Goal:
    return goals.get(unit, "stay")


if __name__ == "__main__":
    sys.exit(command.run(main, sys.argv[1:]))
