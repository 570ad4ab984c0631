"""The copy's breaker, with a clock that the test turns."""

import importlib.util
import threading

import pytest

from machinery.exercise import copy_of

FILE = copy_of("5.4") / "stage2-services/chassis/breaker.py"
FAILURES, OPEN_SECONDS, MOST_SECONDS = 5, 2, 30


class Clock:
    now = 100.0

    def __call__(self):
        return self.now


@pytest.fixture
def clock():
    return Clock()


@pytest.fixture
def breaker(clock):
    spec = importlib.util.spec_from_file_location("breaker_of_the_copy", FILE)
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module.Breaker(clock)


@pytest.fixture
def open_breaker(breaker):
    for _ in range(FAILURES):
        assert breaker.lets_through()
        breaker.note(answered=False)
    return breaker


def pause(breaker, clock):
    """The seconds until a call may go through, which it then does."""
    began = clock.now
    while not breaker.lets_through():
        assert clock.now < began + 2 * MOST_SECONDS, "It lets no call through again."
        clock.now += 0.5
    return clock.now - began


def test_it_opens_after_enough_failures_in_a_row(open_breaker):
    assert (open_breaker.lets_through(), open_breaker.state) == (False, "open")


def test_a_success_in_between_starts_the_count_anew(breaker):
    for answered in [False] * (FAILURES - 1) + [True] + [False] * (FAILURES - 1):
        breaker.note(answered=answered)
    assert (breaker.lets_through(), breaker.state) == (True, "closed")


def test_after_the_pause_one_call_is_the_test(open_breaker, clock):
    clock.now += OPEN_SECONDS
    assert open_breaker.state == "half-open"
    assert [open_breaker.lets_through() for _ in range(3)] == [True, False, False]


def test_of_many_threads_one_is_the_test(open_breaker, clock):
    clock.now += OPEN_SECONDS
    start, through = threading.Barrier(8), []

    def ask():
        start.wait(10)
        through.append(open_breaker.lets_through())

    threads = [threading.Thread(target=ask) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(10)
    assert sorted(through) == [False] * 7 + [True]


def test_a_success_closes_it(open_breaker, clock):
    pause(open_breaker, clock)
    open_breaker.note(answered=True)
    assert open_breaker.state == "closed"
    assert all(open_breaker.lets_through() for _ in range(3))


def test_each_failed_test_doubles_the_pause(open_breaker, clock):
    pauses = []
    for _ in range(6):
        pauses.append(pause(open_breaker, clock))
        open_breaker.note(answered=False)
    assert pauses == [2, 4, 8, 16, 30, 30]


def test_a_success_brings_the_short_pause_back(open_breaker, clock):
    for _ in range(3):
        pause(open_breaker, clock)
        open_breaker.note(answered=False)
    pause(open_breaker, clock)
    open_breaker.note(answered=True)
    for _ in range(FAILURES):
        open_breaker.note(answered=False)
    assert pause(open_breaker, clock) == OPEN_SECONDS


def test_a_test_that_never_comes_back_blocks_nothing(open_breaker, clock):
    assert pause(open_breaker, clock) == OPEN_SECONDS
    assert pause(open_breaker, clock) == OPEN_SECONDS


def test_calls_that_were_under_way_do_not_lengthen_the_pause(open_breaker, clock):
    for _ in range(11):
        open_breaker.note(answered=False)
    assert pause(open_breaker, clock) == OPEN_SECONDS
