"""A script with a difference, made as short as it can be: whatever can be left out is.

Hypothesis could do that too, but takes each try as new data to be drawn, by the hundred; here a
try is a request or ten to each of several shops, so a few dozen have to do.
"""

import time

from .compare import Difference, check

SHORTEN_SECONDS = 240
PATIENCE_SECONDS = 6  # less than the contract's: many a try differs only until things are settled
PARTS = ("first", "then", "search")


def shortest(shops, difference, new_name):
    """The Difference of the shortest script that shows one. new_name: makes names for plays."""
    deadline = time.monotonic() + SHORTEN_SECONDS
    last = difference
    size = max(1, _length(last.script) // 2)
    while size and time.monotonic() < deadline:
        found = _first_found(shops, _smaller(last.script, size), new_name, deadline)
        last, size = (found, size) if found else (last, size // 2)
    return again(shops, last.script, new_name) or difference


def again(shops, script, new_name, patience=None):
    """A Difference, or None. patience: seconds, the contract's if not given."""
    try:
        check(shops, [script], [new_name()], patience)
    except Difference as difference:
        return difference
    return None


def _first_found(shops, scripts, new_name, deadline):
    for script in scripts:
        if time.monotonic() > deadline:
            return None
        found = again(shops, script, new_name, PATIENCE_SECONDS)
        if found:
            return found
    return None


def _length(script):
    return sum(len(script.get(part, [])) for part in PARTS)


def _smaller(script, size):
    """The same script without so many steps in a row, the last ones first."""
    for part in reversed(PARTS):
        steps = script.get(part, [])
        for start in reversed(range(0, len(steps), size)):
            yield {**script, part: steps[:start] + steps[start + size :]}
