"""Compares two files line by line."""

import difflib
from collections.abc import Sequence
from typing import NamedTuple

from .tree import ROOT

SECTION = ("--8<-- [start:", "--8<-- [end:")  # where a listing of the course begins and ends


class Count(NamedTuple):
    """Lines."""

    kept: int
    changed: int
    new: int
    gone: int


def lines(path: str | None) -> list[str]:
    """The lines of a file; none if path is None, since the file does not exist."""
    text = (ROOT / path).read_text("utf-8") if path else ""
    return [line for line in text.splitlines() if not any(mark in line for mark in SECTION)]


def count(before: Sequence[str], after: Sequence[str]) -> Count:
    kept = changed = new = gone = 0
    for kind, i, j, k, m in difflib.SequenceMatcher(None, before, after, False).get_opcodes():
        both = min(j - i, m - k)
        kept += both if kind == "equal" else 0
        changed += both if kind == "replace" else 0
        gone += j - i - both
        new += m - k - both
    return Count(kept, changed, new, gone)


def unified(before: str | None, after: str | None) -> list[str]:
    """The lines of the unified diff of two paths."""
    texts = lines(before), lines(after)
    names = (before or "/dev/null", after or "/dev/null")
    return list(difflib.unified_diff(*texts, *names, lineterm=""))
