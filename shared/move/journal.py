"""The mover's message to the gateway, and the orders to the mover: two files, one writer each.

DATA/move.json       by the mover, whole: who holds each unit, and how far it has come
DATA/wanted.json     by `make move DO=…`: how far each unit is to go
Neither decides anything: the rows in the databases do (authority.py). Without the first, a gateway
asks the old side, and gets a 421 when that is wrong.
"""

import json
from pathlib import Path
from typing import Literal, TypedDict

from local import whole

from .authority import Holder

FILE, WANTED = "move.json", "wanted.json"
Goal = Literal["stay", "ready", "new"]  # at the old side, not followed; followed; at the new side
GOALS: tuple[Goal, ...] = ("stay", "ready", "new")


class Told(TypedDict):
    step: str  # that is being taken, or was last
    copied: int  # rows on the new side
    behind: int  # changes that are noted and not carried over yet
    differing: int  # rows, when they were last compared; -1: not yet
    held_ms: int  # how long the last hand-over held requests back
    held_since: float  # Unix seconds; 0 while none does
    error: str  # why the last step was not taken; "" if it was


class Journal(TypedDict):
    units: dict[str, Holder]
    told: dict[str, Told]


class Wanted(TypedDict):
    goals: dict[str, Goal]
    paused: bool


def journal(data: Path) -> Journal:
    try:
        found: Journal = json.loads((data / FILE).read_bytes())
    except FileNotFoundError:
        return {"units": {}, "told": {}}
    return found


def write_journal(data: Path, content: Journal) -> None:
    whole.write(data / FILE, json.dumps(content, indent=1))


class Holders:
    """Who holds each unit, as the journal says at this moment."""

    def __init__(self, data: Path) -> None:
        self._file = data / FILE
        self._read_at = 0
        self._units: dict[str, Holder] = {}

    def of(self, unit: str) -> Holder:
        try:
            changed_at = self._file.stat().st_mtime_ns
        except FileNotFoundError:
            return "old"
        if changed_at != self._read_at:
            self._units, self._read_at = journal(self._file.parent)["units"], changed_at
        return self._units.get(unit, "old")


def wanted(data: Path) -> Wanted:
    try:
        found: Wanted = json.loads((data / WANTED).read_bytes())
    except FileNotFoundError:
        return {"goals": {}, "paused": False}
    return found


def want(data: Path, content: Wanted) -> None:
    whole.write(data / WANTED, json.dumps(content, indent=1), durable=True)
