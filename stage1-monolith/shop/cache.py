"""A cache in the process's own memory, for answers that may be some seconds old.

Never for a thing read by its id: that is fresh. See docs/adr for what each stage caches.
"""

import threading
import time
from collections.abc import Callable
from functools import wraps
from typing import TypeVar

T = TypeVar("T")


def remembered(seconds: float) -> Callable[[Callable[[], T]], Callable[[], T]]:
    """Keep what a function without arguments returned, for so many seconds."""

    def decorate(function: Callable[[], T]) -> Callable[[], T]:
        lock, until = threading.Lock(), 0.0
        kept: list[T] = []

        @wraps(function)
        def wrapped() -> T:
            nonlocal until
            with lock:  # one thread asks, the others wait for its answer
                if time.monotonic() >= until:
                    kept[:] = [function()]
                    until = time.monotonic() + seconds
                return kept[0]

        return wrapped

    return decorate
