"""Implements `make kill`, `stop`, `start` and `scale` for a part of a running stage."""

from . import command
from .client import named, running, tell, wait
from .data import Data
from .orders import MOST
from .record import SERVICES
from .runner import READY, STOPPED
from .shapes import Shown


def kill(data: Data, part: str | None = None) -> None:
    before = _shown(data, part)
    tell(data, do="kill", part=part)
    if not before["pid"]:
        return print(f"{part} is {before['state']}: there was no process to kill.")
    wait(lambda: _shown(data, part)["pid"] != before["pid"])
    print(f"{part} was killed (pid {before['pid']}) and is started again: make ps shows when.")


def stop(data: Data, part: str) -> None:
    tell(data, do="stop", part=part)
    wait(lambda: _shown(data, part)["state"] == STOPPED)
    print(f"{part} is stopped, and stays so until: make start P={part}")


def start(data: Data, part: str | None = None) -> None:
    before = _shown(data, part)["state"]
    tell(data, do="start", part=part)
    if before != STOPPED:
        return print(f"{part} is {before} already.")
    wait(lambda: _shown(data, part)["state"] == READY)
    print(f"{part} is ready.")


def scale(data: Data, part: str | None = None, count: str = "") -> None:
    copies = command.number("N", count, 1, MOST)
    part = named(data, part)
    tell(data, do="scale", part=part, count=copies)
    wait(lambda: _has_copies(data, part, copies))
    lines = [f"{part} has {copies} {'copy' if copies == 1 else 'copies'}"]
    print("\n  ".join(lines + data.read(SERVICES).get(part, [])))


def _shown(data: Data, part: str | None) -> Shown:
    """The part's entry in run.json."""
    there = running(data)["parts"]
    return there[command.choice("P", named(data, part), there)]


def _has_copies(data: Data, part: str, count: int) -> bool:
    """True if there are `count` copies, each ready unless it is stopped."""
    shown = [p for n, p in running(data)["parts"].items() if n.partition(".")[0] == part]
    return len(shown) == count and all(p["state"] in (READY, STOPPED) for p in shown)
