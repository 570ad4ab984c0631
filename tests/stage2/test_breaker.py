"""The circuit breaker, with a clock that the test turns."""

import pytest

from shop_rules.errors import Unavailable

from chassis import calls
from chassis.breaker import FAILURES, OPEN_SECONDS, Breaker


class Clock:
    now = 100.0

    def __call__(self):
        return self.now


@pytest.fixture
def clock():
    return Clock()


@pytest.fixture
def breaker(clock):
    return Breaker(clock)


def fail(breaker, times):
    for _ in range(times):
        breaker.note(answered=False)


@pytest.fixture
def open_breaker(breaker):
    fail(breaker, FAILURES)
    return breaker


def test_it_lets_through_until_enough_calls_failed_in_a_row(breaker):
    fail(breaker, FAILURES - 1)
    assert breaker.lets_through()
    fail(breaker, 1)
    assert not breaker.lets_through()


def test_an_answer_between_failures_begins_the_count_anew(breaker):
    fail(breaker, FAILURES - 1)
    breaker.note(answered=True)
    fail(breaker, FAILURES - 1)
    assert breaker.lets_through()


def test_open_it_lets_nobody_through_until_its_time_is_over(open_breaker, clock):
    clock.now += OPEN_SECONDS - 0.01
    assert not open_breaker.lets_through()
    clock.now += 0.02
    assert open_breaker.lets_through()


def test_half_open_one_may_try_and_the_others_wait(open_breaker, clock):
    clock.now += OPEN_SECONDS
    assert [open_breaker.lets_through() for _ in range(3)] == [True, False, False]


def test_the_one_that_tries_closes_it_if_it_is_answered(open_breaker, clock):
    clock.now += OPEN_SECONDS
    open_breaker.lets_through()
    open_breaker.note(answered=True)
    assert all(open_breaker.lets_through() for _ in range(3))


def test_and_opens_it_again_if_it_is_not(open_breaker, clock):
    clock.now += OPEN_SECONDS
    open_breaker.lets_through()
    open_breaker.note(answered=False)
    assert not open_breaker.lets_through()
    clock.now += OPEN_SECONDS
    assert open_breaker.lets_through()


def test_one_that_tries_and_never_comes_back_keeps_nobody_out_for_ever(open_breaker, clock):
    clock.now += OPEN_SECONDS
    assert open_breaker.lets_through()
    clock.now += OPEN_SECONDS
    assert open_breaker.lets_through()


def test_a_neighbour_that_is_away_is_soon_not_even_tried(inside, monkeypatch):
    inside("orders", CART_URL="http://127.0.0.1:9")
    tried = []
    send = calls._session().request
    monkeypatch.setattr(
        calls._session(), "request", lambda *a, **how: tried.append(a) or send(*a, **how)
    )
    for _ in range(4):
        with pytest.raises(Unavailable):
            calls.call("cart", "GET", "/carts/x")
    assert len(tried) == FAILURES
    assert len(tried) < 4 * calls.TRIES


def test_whoever_asks_while_it_is_open_is_told_at_once(inside, monkeypatch):
    inside("orders", CART_URL="http://127.0.0.1:9")
    fail(calls._breakers["cart"], FAILURES)
    paused = []
    monkeypatch.setattr(calls.time, "sleep", paused.append)
    with pytest.raises(Unavailable):
        calls.call("cart", "GET", "/carts/x")
    assert paused == []


def test_its_state_has_a_name(breaker, clock):
    fail(breaker, FAILURES - 1)
    assert breaker.state == "closed"
    fail(breaker, 1)
    assert breaker.state == "open"
    clock.now += OPEN_SECONDS
    assert breaker.state == "half-open"
    breaker.note(answered=True)
    assert breaker.state == "closed"
