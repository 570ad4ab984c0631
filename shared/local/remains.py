"""What a supervisor that was killed itself left running: found, and ended.

Only what is surely ours is ended: a process of run.json that started when run.json says (its
number may have been used again since), or one with our mark in its environment (an orphan
whose parent is gone). Whoever calls this holds the lock of the data folder.

A part is asked to stop first, as its supervisor would have done: one of them keeps what it was told
only when it is stopped (ADR 29).
"""

import os
import time

import psutil

from .data import RUN
from .group import MARK, kill_group, lives, signal_group, started
from .refusal import Refusal

CLOCK_STEP = 1  # seconds: systems work start times out anew whenever their clock is set
PATIENCE = 10  # seconds from "please stop" to SIGKILL, for all together


def end(data):
    """Returns the numbers of what it ended."""
    try:
        run = data.read(RUN)
    except Refusal:  # damaged: our mark finds the processes
        run = {"parts": {}}
    if not run:
        return []
    found = _recorded(run) | _marked(data)
    _ask_to_stop(run)
    for group in found:
        kill_group(group)
    data.remove(RUN)
    return sorted(found)


def _ask_to_stop(run):
    asked = [part for part in run["parts"].values() if part.get("stop") and is_the_same(part)]
    for part in asked:
        signal_group(part["pid"], part["stop"])
    deadline = time.monotonic() + PATIENCE
    while any(lives(part["pid"]) for part in asked) and time.monotonic() < deadline:
        time.sleep(0.05)


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
