"""The parts' logs: each part writes to its own file, and a thread prints them all, labeled.

Files and not pipes, so that no part waits for a slow terminal, or gets a broken pipe when the
supervisor is killed.
"""

import os
import queue
import shutil
import sys
import threading
from collections.abc import Collection
from contextlib import suppress
from itertools import cycle
from pathlib import Path
from typing import Self

from .progress import Progress

EVERY = 0.1  # seconds
AT_ONCE = 1 << 20  # bytes of one log printed before the next log's turn
KEPT = 100 << 20  # bytes: a longer log is rotated, and replaces the previous one
COLOURS = cycle(["36", "33", "32", "35", "34", "96", "93", "92", "95", "94"])


def last_lines(path: Path, count: int = 15) -> list[str]:
    try:
        with open(path, "rb") as file:
            file.seek(max(0, path.stat().st_size - 65536))
            return file.read().decode(errors="replace").splitlines()[-count:]
    except FileNotFoundError:
        return []


class Show(threading.Thread):
    """Prints the supervisor's messages; with `everything`, also each step and the parts' logs."""

    def __init__(self, width: int, everything: bool = False) -> None:
        """width: length of the longest part's name."""
        super().__init__(daemon=True)
        self.everything = everything
        self._width = width
        self._labels: dict[str, str] = {}
        self._followers: list[_Follower] = []
        self._own: queue.SimpleQueue[str] = queue.SimpleQueue()
        self._progress, self._counts = Progress(), True
        self._closing = threading.Event()

    def follow(self, part: str, log: Path) -> None:
        if part not in self._labels:
            self._labels[part] = _label(part, self._width)
            if self.everything:
                self._followers.append(_Follower(part, log))

    def say(self, text: str, part: str | None = None) -> None:
        label = self._labels[part] if part else ""
        self._own.put("".join(f"{label}{line}\n" for line in text.splitlines()))

    def step(self, text: str, part: str) -> None:
        """A normal step. It is not printed while the progress line counts the parts."""
        if self.everything or not self._counts:
            self.say(text, part)

    def count(self, verb: str, done: int, total: int, waits_for: Collection[str] = ()) -> None:
        """Update the progress line: progress.py."""
        self._counts = True
        if not self.everything:
            self._progress.count(verb, done, total, waits_for)

    def count_no_more(self) -> None:
        self._counts = False
        self._progress.end()

    def __enter__(self) -> Self:
        self.start()
        return self

    def __exit__(self, *_: object) -> None:
        """Print the rest, unless the terminal is closed."""
        self._closing.set()
        self.join(timeout=2)

    def run(self) -> None:
        while not self._closing.wait(EVERY):
            self._round()
        self._round()

    def _round(self) -> None:
        while not self._own.empty():
            _print(self._progress.aside() + self._own.get())
        for follower in self._followers:
            label = self._labels[follower.name]
            _print("".join(f"{label}{line}\n" for line in follower.lines()))
        _print(self._progress.text())


class _Follower:
    def __init__(self, name: str, path: Path) -> None:
        self.name, self._path, self._rest = name, path, b""
        self._at = path.stat().st_size if path.exists() else 0

    def lines(self) -> list[str]:
        """The new, complete lines."""
        text = self._rest + self._new()
        *lines, self._rest = text.split(b"\n")
        return [line.decode(errors="replace") for line in lines]

    def _new(self) -> bytes:
        try:
            with open(self._path, "rb") as file:
                file.seek(self._at)
                found = file.read(AT_ONCE)
        except FileNotFoundError:
            return b""
        self._at += len(found)
        if self._at > KEPT and len(found) < AT_ONCE:
            self._start_over()
        return found

    def _start_over(self) -> None:
        """Rotate the log. The part appends, so it goes on writing at the file's new end."""
        with suppress(OSError):  # on a full disk the old lines are lost
            shutil.copyfile(self._path, self._path.with_suffix(".log.1"))
        os.truncate(self._path, 0)
        self._at = 0


def _label(name: str, width: int) -> str:
    if not sys.stdout.isatty() or os.environ.get("NO_COLOR"):
        return f"[{name}]".ljust(width + 3)
    return f"\033[{next(COLOURS)}m{f'[{name}]':<{width + 2}}\033[0m "


def _print(text: str) -> None:
    """Print, and ignore a closed terminal: the shop keeps running."""
    if not text:
        return
    try:
        sys.stdout.write(text)
        sys.stdout.flush()
    except OSError:
        sys.stdout = open(os.devnull, "w", encoding="utf-8")
