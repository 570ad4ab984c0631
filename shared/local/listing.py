"""The table that `make ps` prints."""

import time
from collections.abc import Iterable, Iterator

import psutil

from . import xray
from .group import members
from .shapes import Run, Shown


def listing(run: Run) -> Iterator[str]:
    """The lines of the table."""
    sizes = {name: memory(part["pid"]) for name, part in run["parts"].items() if part["pid"]}
    width = max(map(len, ["PART", *run["parts"]])) + 2
    yield run["address"]
    yield f"{'PART':<{width}}{'STATE':<11}{'PID':>8}{'PORT':>7}{'UP':>9}{'MB':>7}"
    for name, part in sorted(run["parts"].items(), key=lambda each: each[0] == xray.NAME):
        numbers = _numbers(part) + (f"{sizes[name]:>7.0f}" if name in sizes else "")
        yield f"{name:<{width}}{part['state']:<11}{numbers}".rstrip()
    yield f"{'all':<{width + 11 + 8 + 7 + 9}}{sum(sizes.values()):>7.0f}"


def memory(group: int) -> float:
    """Megabytes used by a process group and all its children. Shared memory is counted once where
    the system reports it."""
    return sum(map(_size, _with_children(members(group)))) / 1e6


def _with_children(pids: Iterable[int]) -> set[int]:
    """The processes and their children: PostgreSQL's backends leave their parent's group."""
    found = set(pids)
    for pid in pids:
        try:
            found |= {child.pid for child in psutil.Process(pid).children(recursive=True)}
        except psutil.Error:
            continue
    return found


def _numbers(part: Shown) -> str:
    port = part["port"] or ""
    if not part["pid"]:
        return f"{'':>8}{port:>7}"
    up = f"{time.time() - (part['started'] or 0):.0f} s"
    return f"{part['pid']:>8}{port:>7}{up:>9}"


def _size(pid: int) -> int:
    try:
        found = psutil.Process(pid).memory_full_info()
    except psutil.Error:
        return 0
    return getattr(found, "pss", found.rss)
