"""Gives some tests exclusive use of the shop, under `pytest -n`.

A test that uses the `provider` may set its switches, and a test marked `alone` checks the whole
shop. Such a test holds the lock exclusively; all others share it.
"""

import fcntl
import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO

import pytest

_LOCK = pytest.StashKey[IO[str]]()


def open_lock(config: pytest.Config) -> None:
    """Open the lock file that all workers of this run share; without workers there is none."""
    run = os.environ.get("PYTEST_XDIST_TESTRUNUID")
    if run:
        path = Path(tempfile.gettempdir(), f"contract-{run}.lock")
        config.stash[_LOCK] = path.open("w", encoding="utf-8")


def close_lock(config: pytest.Config) -> None:
    lock = config.stash.get(_LOCK, None)
    if lock:
        Path(lock.name).unlink(missing_ok=True)  # the other workers have it open
        lock.close()


@contextmanager
def turn_of(item: pytest.Item) -> Iterator[None]:
    """Hold the lock around a test and the setup of its fixtures."""
    lock = item.config.stash.get(_LOCK, None)
    if not lock:
        yield
        return
    uses = item.fixturenames if isinstance(item, pytest.Function) else []
    alone = "provider" in uses or item.get_closest_marker("alone")
    fcntl.flock(lock, fcntl.LOCK_EX if alone else fcntl.LOCK_SH)
    try:
        yield
    finally:
        fcntl.flock(lock, fcntl.LOCK_UN)
