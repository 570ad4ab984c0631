"""Under `pytest -n`, some tests must have the shop to themselves.

A test that uses the `provider` may turn its switches, and one marked `alone` looks at the whole
shop. Such a test takes the lock alone; all others share it.
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
    """One file for all workers of this run; without workers there is nothing to lock."""
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
    """Around a test and the making of all it uses."""
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
