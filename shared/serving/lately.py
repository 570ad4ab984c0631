"""Caches an expensive check for 2 seconds, since any client can trigger it."""

import threading
import time
from collections.abc import Callable
from typing import Generic, TypeVar

SECONDS = 2.0  # for which a result is reused


Answer = TypeVar("Answer")


class Lately(Generic[Answer]):
    """Call ask() at most once in SECONDS, and from one thread at a time.

    Other threads get the previous result meanwhile, so that a call that hangs blocks one thread
    and not all. They wait for it only if there is no result yet.
    """

    _known: tuple[Answer, float] | None  # (result, time of the call)

    def __init__(self, ask: Callable[[], Answer]) -> None:
        self._ask, self._asking = ask, threading.Lock()
        self.cache_clear()

    def __call__(self) -> Answer:
        known = self._known
        if known is not None and time.monotonic() < known[1] + SECONDS:
            return known[0]
        if not self._asking.acquire(blocking=known is None) and known:
            return known[0]
        try:
            latest = self._known
            if latest is None or latest is known:  # no other thread has called it meanwhile
                latest = self._known = self._ask(), time.monotonic()
            return latest[0]
        finally:
            self._asking.release()

    def cache_clear(self) -> None:
        """Make the next call ask again."""
        self._known = None
