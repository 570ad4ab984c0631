"""Orders are settled whatever else the process has to do."""

import threading
import time

import pytest

from shop import sweep

# How the threads of these tests end: sweep.py has no other end for them than the process's.
pytestmark = pytest.mark.filterwarnings("ignore::pytest.PytestUnhandledThreadExceptionWarning")


@pytest.fixture
def over(monkeypatch):
    """Threads begun here end at their next pause once this is set."""
    event, pause, before = threading.Event(), time.sleep, set(threading.enumerate())

    def end_or_sleep(_seconds):
        pause(0.01)
        if event.is_set():
            raise SystemExit

    monkeypatch.setattr(sweep.time, "sleep", end_or_sleep)
    monkeypatch.setattr(sweep.catalog, "apply_chunks", lambda: None)
    for work in ("show_counts", "forget_old"):
        monkeypatch.setattr(sweep.clickstream, work, lambda: None)
    yield event
    event.set()
    for thread in set(threading.enumerate()) - before:
        thread.join(60)


def test_a_decoder_that_hangs_keeps_no_order_from_being_settled(over, monkeypatch):
    hangs, swept = threading.Event(), threading.Semaphore(0)

    def hang():
        hangs.set()
        over.wait(60)

    monkeypatch.setattr(sweep.catalog, "catch_up", hang)
    monkeypatch.setattr(sweep.sign_ins, "forget_what_is_over", lambda: None)
    monkeypatch.setattr(sweep.orders, "at_start", lambda: None)
    monkeypatch.setattr(sweep.orders, "sweep", swept.release)
    sweep.start()
    assert hangs.wait(60)
    for _ in range(3):
        assert swept.acquire(timeout=60)


def test_a_house_that_is_kept_badly_is_kept_again(over, monkeypatch):
    tried = threading.Semaphore(0)

    def fail():
        tried.release()
        raise OSError("No space left on device")

    monkeypatch.setattr(sweep.catalog, "catch_up", fail)
    monkeypatch.setattr(sweep.sign_ins, "forget_what_is_over", fail)
    monkeypatch.setattr(sweep.orders, "at_start", lambda: None)
    monkeypatch.setattr(sweep.orders, "sweep", lambda: None)
    sweep.start()
    for _ in range(4):
        assert tried.acquire(timeout=60)
