"""Polls the shop during a block."""

import time
from contextlib import contextmanager
from threading import Event, Thread

import requests


@contextmanager
def watched(ask, every):
    """[(time, whether it succeeded)] during the block. every: seconds"""
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
    """The longest time without a success, in seconds."""
    moments = good(seen)
    return max(later - earlier for earlier, later in zip(moments, moments[1:], strict=False))


def good(seen):
    """The times of successes, plus the first and the last moment."""
    return [at for number, (at, ok) in enumerate(seen) if ok or number in (0, len(seen) - 1)]
