"""The progress line while a stage starts or stops: `starting 15 parts … 7/15`.

On a terminal it rewrites itself, and shows how long it has been waiting and for which parts. In a
file it is one line at the beginning, and one for every EVERY seconds in which it changed.
"""

import shutil
import sys
import time
from collections.abc import Collection

EVERY = 5  # seconds
NAMED = 3  # parts that it names at most
REMOVE = "\r\033[K"  # return to the start of the line and erase it (ECMA-48: EL)


class Progress:
    def __init__(self) -> None:
        self._live = sys.stdout.isatty()
        self._verb, self._since = "", 0.0  # what is counted, and since when
        self._line, self._shown, self._printed = "", "", 0.0

    def count(self, verb: str, done: int, total: int, waits_for: Collection[str]) -> None:
        """Set the numbers. Called repeatedly, and never writes."""
        now = time.monotonic()
        if verb != self._verb:
            self._verb, self._since, self._printed = verb, now, now - EVERY
        line = f"{verb} {total} {'part' if total == 1 else 'parts'} … {done}/{total}"
        if self._live:
            line += f"  {now - self._since:.0f} s{_named(waits_for)}"
        self._line = line

    def end(self) -> None:
        self._line, self._verb = "", ""

    def text(self) -> str:
        """The text that updates the line; "" if it is up to date."""
        if self._live:
            line = self._line[: shutil.get_terminal_size().columns - 1]
            if line == self._shown:
                return ""
            self._shown = line
            return REMOVE + line
        now = time.monotonic()
        if not self._line or self._line == self._shown or now < self._printed + EVERY:
            return ""
        self._shown, self._printed = self._line, now
        return f"{self._line}\n"

    def aside(self) -> str:
        """The text that erases the line before another is printed; text() restores it."""
        if not (self._live and self._shown):
            return ""
        self._shown = ""
        return REMOVE


def _named(parts: Collection[str]) -> str:
    if not parts:
        return ""
    first = ", ".join(list(parts)[:NAMED])
    return f"  waiting for {first}{', …' if len(parts) > NAMED else ''}"
