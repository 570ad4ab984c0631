"""An in-memory cache of this process, for responses that may be some seconds old.

Never for a resource read by its id, which must be fresh. docs/adr says what each stage caches.
"""

import threading
import time
from collections.abc import Callable
from functools import wraps
from typing import TypeVar

from spans import recording

T = TypeVar("T")


def remembered(seconds: float) -> Callable[[Callable[[], T]], Callable[[], T]]:
    """Cache the result of a function without arguments, for this many seconds."""

    def decorate(function: Callable[[], T]) -> Callable[[], T]:
        lock, until = threading.Lock(), 0.0
        kept: list[T] = []

        # --8<-- [start:wrapped]
        @wraps(function)
        def wrapped() -> T:
            nonlocal until
            with lock:  # one thread queries, the others wait for its result
                is_old = time.monotonic() >= until
                recording.note("shop.cache", "miss" if is_old else "hit")
                if is_old:
                    kept[:] = [function()]
                    until = time.monotonic() + seconds
                return kept[0]

        # --8<-- [end:wrapped]
        return wrapped

    return decorate
