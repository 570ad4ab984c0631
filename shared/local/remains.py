"""What a supervisor that was killed itself left running: found, and ended.

Only what is surely ours is ended: a process of run.json that started when run.json says (its
number may have been used again since), or one with our mark in its environment (an orphan
whose parent is gone). Whoever calls this holds the lock of the data folder.
"""

import os

import psutil

from .data import RUN
from .group import MARK, kill_group, started
from .refusal import Refusal

CLOCK_STEP = 1  # seconds: systems work start times out anew whenever their clock is set


def end(data):
    """Returns the numbers of what it ended."""
    try:
        run = data.read(RUN)
    except Refusal:  # damaged: our mark finds the processes
        run = {"parts": {}}
    if not run:
        return []
    found = _recorded(run) | _marked(data)
    for group in found:
        kill_group(group)
    data.remove(RUN)
    return sorted(found)


def _recorded(run):
    return {part["pid"] for part in run["parts"].values() if is_the_same(part)}


def is_the_same(part):
    """part: {pid, started} as in run.json."""
    now = started(part["pid"]) if part["pid"] else None
    return now is not None and abs(now - part["started"]) <= CLOCK_STEP


def _marked(data):
    groups = {_group(process) for process in psutil.process_iter() if _has_mark(process, data)}
    return groups - {None, os.getpgrp()}


def _has_mark(process, data):
    try:
        return process.environ().get(MARK) == str(data.path)
    except psutil.Error:
        return False


def _group(process):
    try:
        return os.getpgid(process.pid)
    except OSError:
        return None
