"""Somebody who asks again and again while something else is done."""

import time
from contextlib import contextmanager
from threading import Event, Thread

import requests


@contextmanager
def watched(ask, every):
    """[(when, was it answered well)] for as long as the block runs. every: seconds"""
    seen, over = [], Event()

    def watch():
        while not over.wait(every):
            ok = is_answered(ask)
            seen.append((time.monotonic(), ok))

    thread = Thread(target=watch)
    thread.start()
    try:
        yield seen
    finally:
        over.set()
        thread.join()


def is_answered(ask):
    try:
        return ask().ok
    except requests.ConnectionError:
        return False


def longest_gap(seen):
    """Seconds without a good answer."""
    moments = good(seen)
    return max(later - earlier for earlier, later in zip(moments, moments[1:], strict=False))


def good(seen):
    """When it was answered well; the first and the last moment count."""
    return [at for number, (at, ok) in enumerate(seen) if ok or number in (0, len(seen) - 1)]
