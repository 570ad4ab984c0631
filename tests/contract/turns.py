"""Under `pytest -n`, some tests must have the shop to themselves.

A test that uses the `provider` may turn its switches, and one marked `alone` looks at the whole
shop. Such a test takes the lock alone; all others share it.
"""

import fcntl
import os
import tempfile
from contextlib import contextmanager
from pathlib import Path

import pytest

_LOCK = pytest.StashKey()


def open_lock(config):
    """One file for all workers of this run; without workers there is nothing to lock."""
    run = os.environ.get("PYTEST_XDIST_TESTRUNUID")
    if run:
        path = Path(tempfile.gettempdir(), f"contract-{run}.lock")
        config.stash[_LOCK] = path.open("w", encoding="utf-8")


def close_lock(config):
    lock = config.stash.get(_LOCK, None)
    if lock:
        Path(lock.name).unlink(missing_ok=True)  # the other workers have it open
        lock.close()


@contextmanager
def turn_of(item):
    """Around a test and the making of all it uses."""
    lock = item.config.stash.get(_LOCK, None)
    if not lock:
        yield
        return
    alone = "provider" in item.fixturenames or item.get_closest_marker("alone")
    fcntl.flock(lock, fcntl.LOCK_EX if alone else fcntl.LOCK_SH)
    try:
        yield
    finally:
        fcntl.flock(lock, fcntl.LOCK_UN)
