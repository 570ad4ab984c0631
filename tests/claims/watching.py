"""Polls the shop, or does other things, during a block."""

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


@contextmanager
def meanwhile(acts):
    """Call each of them again and again, in a thread of its own, during the block."""
    over = Event()

    def repeat(act):
        while not over.is_set():
            act()

    threads = [Thread(target=repeat, args=(act,)) for act in acts]
    for thread in threads:
        thread.start()
    try:
        yield
    finally:
        over.set()
        for thread in threads:
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
