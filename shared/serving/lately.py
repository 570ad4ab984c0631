"""An answer that costs a question to somebody else, which anybody may ask for."""

import threading
import time
from collections.abc import Callable
from typing import Generic, TypeVar

SECONDS = 2.0  # that an answer counts


Answer = TypeVar("Answer")


class Lately(Generic[Answer]):
    """ask(), at most once in SECONDS and by one thread at a time.

    Whoever comes meanwhile gets the answer before, so that a question which hangs holds one thread
    and not all. Only where there is no answer yet do they wait for it.
    """

    _known: tuple[Answer, float] | None  # and since when

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
            if latest is None or latest is known:  # nobody has asked while this one waited
                latest = self._known = self._ask(), time.monotonic()
            return latest[0]
        finally:
            self._asking.release()

    def cache_clear(self) -> None:
        """The next one asks."""
        self._known = None
