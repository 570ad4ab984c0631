"""Finds and ends the processes that a killed supervisor left running.

It ends only processes that are certainly ours: a pid of run.json with the start time of run.json
(the system may have reused the pid), or one with our mark in its environment (an orphan). The
caller holds the lock of the data folder.

It asks each part to stop first, as the supervisor would have done: the local AWS saves its state
only when it is stopped (ADR 29).
"""

import os
import time

import psutil

from .data import RUN, Data
from .group import MARK, kill_group, lives, signal_group, started
from .refusal import Refusal
from .shapes import Process, Run

CLOCK_STEP = 1  # seconds: start times shift when the system's clock is set
PATIENCE = 10  # seconds from "please stop" to SIGKILL, for all together


def end(data: Data) -> list[int]:
    """End them, and return their pids."""
    try:
        run: Run = data.read(RUN)
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


def _ask_to_stop(run: Run) -> None:
    asked = [part for part in run["parts"].values() if part.get("stop") and is_the_same(part)]
    for part in asked:
        signal_group(part["pid"], part["stop"])
    deadline = time.monotonic() + PATIENCE
    while any(lives(part["pid"]) for part in asked) and time.monotonic() < deadline:
        time.sleep(0.05)


def _recorded(run: Run) -> set[int]:
    return {part["pid"] for part in run["parts"].values() if is_the_same(part)}


def is_the_same(part: Process) -> bool:
    """True if the pid still belongs to the process in run.json."""
    now = started(part["pid"]) if part["pid"] else None
    return now is not None and abs(now - (part["started"] or 0)) <= CLOCK_STEP


def _marked(data: Data) -> set[int]:
    groups = {_group(process) for process in psutil.process_iter() if _has_mark(process, data)}
    return {group for group in groups if group is not None} - {os.getpgrp()}


def _has_mark(process: psutil.Process, data: Data) -> bool:
    try:
        return process.environ().get(MARK) == str(data.path)
    except psutil.Error:
        return False


def _group(process: psutil.Process) -> int | None:
    try:
        return os.getpgid(process.pid)
    except OSError:
        return None
