"""The circuit breaker (M. Nygard, Release It!): stops calling a service that is down.

closed ──FAILURES in a row──► open ──OPEN_SECONDS──► half open: one call may try
   ▲                                                     │
   └──────────────────────it answers─────────────────────┘
"""

import threading
import time
from collections.abc import Callable

# --8<-- [start:breaker]
FAILURES = 5
OPEN_SECONDS = 2


class Breaker:
    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock, self._lock = clock, threading.Lock()
        self._failures, self._try_again_at = 0, 0.0

    @property
    def state(self) -> str:
        with self._lock:
            if self._failures < FAILURES:
                return "closed"
            return "open" if self._clock() < self._try_again_at else "half-open"

    def lets_through(self) -> bool:
        with self._lock:
            if self._failures < FAILURES:
                return True
            if self._clock() < self._try_again_at:
                return False
            self._try_again_at = self._clock() + OPEN_SECONDS  # this call is the test
            return True

    def note(self, answered: bool) -> None:
        with self._lock:
            self._failures = 0 if answered else self._failures + 1
            if self._failures >= FAILURES:
                self._try_again_at = self._clock() + OPEN_SECONDS


# --8<-- [end:breaker]
