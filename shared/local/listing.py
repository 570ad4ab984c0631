"""What `make ps` shows."""

import time

import psutil

from .group import members


def listing(run):
    """Lines. run: run.json."""
    yield run["address"]
    yield f"{'PART':<14}{'STATE':<11}{'PID':>8}{'PORT':>7}{'UP':>9}{'MB':>7}"
    for name, part in run["parts"].items():
        yield f"{name:<14}{part['state']:<11}{_numbers(part)}"


def memory(group):
    """Megabytes, of a group of processes; what they share is counted once where that is known."""
    return sum(map(_size, members(group))) / 1e6


def _numbers(part):
    if not part["pid"]:
        return f"{'':>8}{part['port']:>7}"
    up = f"{time.time() - part['started']:.0f} s"
    return f"{part['pid']:>8}{part['port']:>7}{up:>9}{memory(part['pid']):>7.0f}"


def _size(pid):
    try:
        found = psutil.Process(pid).memory_full_info()
    except psutil.Error:
        return 0
    return getattr(found, "pss", found.rss)
