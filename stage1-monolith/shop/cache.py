"""A cache in the process's own memory, for answers that may be some seconds old.

Never for a thing read by its id: that is fresh. See docs/adr for what each stage caches.
"""

import threading
import time
from functools import wraps


def remembered(seconds):
    """Keep what a function without arguments returned, for so many seconds."""

    def decorate(function):
        lock, kept = threading.Lock(), {"until": 0.0}

        @wraps(function)
        def wrapped():
            with lock:  # one thread asks, the others wait for its answer
                if time.monotonic() >= kept["until"]:
                    kept["value"] = function()
                    kept["until"] = time.monotonic() + seconds
                return kept["value"]

        return wrapped

    return decorate
