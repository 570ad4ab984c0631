"""Password hashes, at most two at a time per process.

A hash takes 19 MiB and about 40 ms of CPU time, on purpose. Without a limit, 64 sign-ins at once
occupy all threads and cores, and every other request waits.
"""

import threading
from collections.abc import Iterator
from contextlib import contextmanager

from shop_rules import passwords
from shop_rules.errors import Unavailable

from ..config import config

SLOTS = 2
PATIENCE = 2.0  # seconds a request waits for a slot
QUEUE = 64  # requests that wait; each holds a thread, and there are more threads than this

_slots = threading.BoundedSemaphore(SLOTS)
_places = threading.BoundedSemaphore(SLOTS + QUEUE)


def hashed(password: str) -> str:
    """The hash to store. Unavailable (503) if no slot is free in time."""
    with _slot():
        return passwords.hashed(password, config().cheap_passwords)


def matches(password_hash: str | None, password: str) -> bool:
    """Whether they match. An unknown person (None) takes as long. 503 as in `hashed`."""
    with _slot():
        return passwords.matches(password_hash, password, config().cheap_passwords)


@contextmanager
def _slot() -> Iterator[None]:
    with _taken(_places, 0), _taken(_slots, PATIENCE):
        yield


@contextmanager
def _taken(semaphore: threading.Semaphore, patience: float) -> Iterator[None]:
    if not semaphore.acquire(timeout=patience):
        raise Unavailable("Too many people are signing in at this moment.")
    try:
        yield
    finally:
        semaphore.release()
