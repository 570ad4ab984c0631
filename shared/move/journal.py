"""Two files: what the mover tells the gateway, and what `make move` tells the mover.

DATA/move.json       written by the mover: who holds each unit, and how far it has come
DATA/wanted.json     written by `make move DO=…`: how far each unit is to go
Neither decides anything: the rows in the databases do (authority.py). Without the first, a gateway
asks the old side, and gets a 421 if that is wrong.
"""

import json
from pathlib import Path
from typing import Literal, NotRequired, TypedDict

from local import whole

from .authority import Holder

FILE, WANTED = "move.json", "wanted.json"
# stay, ready: the old side holds, and in ready the new one follows. new, alone: the new side holds,
# and in alone there is no way back.
Goal = Literal["stay", "ready", "new", "alone"]
GOALS: tuple[Goal, ...] = ("stay", "ready", "new")  # a unit can move between these


class Told(TypedDict):
    step: str  # the current step, or the last one
    copied: int  # rows on the new side
    behind: int  # changes that are noted and not carried over yet
    differing: int  # rows that differed at the last comparison; -1: not compared yet
    held_ms: int  # how long the last hand-over held requests back
    held_since: float  # when the current hand-over began to, in Unix seconds; 0: there is none
    sealed: NotRequired[bool]  # the way back is removed
    error: str  # why the last step failed; "" if it didn't


class Journal(TypedDict):
    units: dict[str, Holder]
    told: dict[str, Told]


class Wanted(TypedDict):
    goals: dict[str, Goal]
    paused: bool
    shadowed: NotRequired[list[str]]  # units whose reads the gateway compares


def journal(data: Path) -> Journal:
    try:
        found: Journal = json.loads((data / FILE).read_bytes())
    except FileNotFoundError:
        return {"units": {}, "told": {}}
    return found


def write_journal(data: Path, content: Journal) -> None:
    whole.write(data / FILE, json.dumps(content, indent=1))


class Holders:
    """Who holds each unit, according to the current journal."""

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


class Orders:
    """The part of wanted.json that the gateway needs."""

    def __init__(self, data: Path) -> None:
        self._file = data / WANTED
        self._read_at = 0
        self._shadowed: list[str] = []

    def is_shadowed(self, unit: str) -> bool:
        try:
            changed_at = self._file.stat().st_mtime_ns
        except FileNotFoundError:
            return False
        if changed_at != self._read_at:
            found = wanted(self._file.parent)
            self._shadowed, self._read_at = found.get("shadowed", []), changed_at
        return unit in self._shadowed


def wanted(data: Path) -> Wanted:
    try:
        found: Wanted = json.loads((data / WANTED).read_bytes())
    except FileNotFoundError:
        return {"goals": {}, "paused": False}
    return found


def want(data: Path, content: Wanted) -> None:
    whole.write(data / WANTED, json.dumps(content, indent=1), durable=True)
