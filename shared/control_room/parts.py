"""The state of each part, from the supervisor, and from the system whether it is frozen."""

import time
from typing import TypedDict

import psutil

from local.client import running
from local.data import Data
from local.refusal import Refusal
from local.shapes import Run

FROZEN = "frozen"


class Part(TypedDict):
    state: str  # as make ps shows it, or "frozen"
    pid: int
    up: float  # seconds


def run_of(data: Data) -> Run:
    """The content of run.json; empty once the supervisor has ended."""
    try:
        return running(data)
    except Refusal:
        return {}


def of(run: Run) -> dict[str, Part]:
    now = time.time()
    return {
        name: {
            "state": FROZEN if _is_frozen(shown["pid"]) else shown["state"],
            "pid": shown["pid"],
            "up": round(now - (shown["started"] or now), 1),
        }
        for name, shown in run.get("parts", {}).items()
    }


def _is_frozen(pid: int) -> bool:
    """Whether the process is stopped by SIGSTOP: it exists, but does nothing."""
    try:
        return bool(pid) and psutil.Process(pid).status() == psutil.STATUS_STOPPED
    except psutil.Error:
        return False
