"""Counts the gateway's answers since the shop was opened, for `make move` to show.

Each gateway process writes a file of its own, and readers add them up. The file of a killed process
stays, so no count is lost.
"""

import json
import secrets
import time
from pathlib import Path
from typing import TypedDict

from local import whole

FILE, FILES = "tally-{}.json", "tally*.json"
EVERY = 0.5  # seconds between two writes
LATELY = 2 * EVERY  # seconds: an older file doesn't count for the longest request


class Tallied(TypedDict):
    answered: dict[str, int]  # {part: answers}
    held: int  # requests that waited for a unit to change hands
    refused: int  # 5xx
    longest_ms: int  # the longest request since the file was last written
    compared: int  # shadow reads
    differing: int  # shadow reads whose answers differed
    at: float  # Unix seconds


def _nothing() -> Tallied:
    return {
        "answered": {},
        "held": 0,
        "refused": 0,
        "longest_ms": 0,
        "compared": 0,
        "differing": 0,
        "at": 0,
    }


class Tally:
    def __init__(self, data: Path) -> None:
        self._file, self._written = data / FILE.format(secrets.token_hex(4)), 0.0
        self._now = _nothing()

    def count(self, part: str, status: int, seconds: float, held: bool) -> None:
        now = self._now
        now["answered"][part] = now["answered"].get(part, 0) + 1
        now["held"] += held
        now["refused"] += status >= 500
        now["longest_ms"] = max(now["longest_ms"], round(seconds * 1000))
        if time.monotonic() - self._written > EVERY:
            self._write()

    def count_shadow(self, differs: bool) -> None:
        self._now["compared"] += 1
        self._now["differing"] += differs
        if time.monotonic() - self._written > EVERY:
            self._write()

    def _write(self) -> None:
        self._written, self._now["at"] = time.monotonic(), time.time()
        whole.write(self._file, json.dumps(self._now))
        self._now["longest_ms"] = 0


def tallied(data: Path) -> Tallied:
    """Add up the counts of all gateway processes."""
    found: list[Tallied] = [json.loads(file.read_bytes()) for file in data.glob(FILES)]
    total = _nothing()
    total["at"] = max((each["at"] for each in found), default=0)
    for each in found:
        for part, count in each["answered"].items():
            total["answered"][part] = total["answered"].get(part, 0) + count
        total["held"] += each["held"]
        total["refused"] += each["refused"]
        total["compared"] += each.get("compared", 0)
        total["differing"] += each.get("differing", 0)
        if each["at"] >= total["at"] - LATELY:
            total["longest_ms"] = max(total["longest_ms"], each["longest_ms"])
    return total


def begin(data: Path) -> None:
    """Delete the counts of the last time the shop was open. Call it before the shop is opened."""
    for file in data.glob(FILES):
        file.unlink()
