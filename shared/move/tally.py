"""Counts the gateway's answers since the shop was opened, for `make move` to show."""

import json
import time
from pathlib import Path
from typing import TypedDict

from local import whole

FILE = "tally.json"
EVERY = 0.5  # seconds between two writes


class Tallied(TypedDict):
    answered: dict[str, int]  # by the part that did
    held: int  # requests that waited for a unit to change hands
    refused: int  # 5xx
    longest_ms: int  # that a request took, since the file was written before
    compared: int  # shadow reads
    differing: int  # of these
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
        self._file, self._written = data / FILE, 0.0
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
    try:
        found: Tallied = json.loads((data / FILE).read_bytes())
    except FileNotFoundError:
        return _nothing()
    return found
