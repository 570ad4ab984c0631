"""The gateway's limit for each client, with a clock that the test turns."""

import asyncio

import pytest
import redis.asyncio
from gateway.limits import WINDOW_SECONDS, Limits

from shop_rules.errors import TooManyRequests

from .conftest import NOBODY

ADA, BOB = "192.0.2.1", "192.0.2.2"


class Clock:
    now = 1_800_000_000.0  # the start of a minute

    def __call__(self):
        return self.now


@pytest.fixture
def clock(inside):
    inside("gateway", REQUESTS_A_MINUTE="3")
    return Clock()


@pytest.fixture
def limits(clock):
    return Limits(clock)


def let_in(limits, client, times):
    """How many of so many requests."""
    done = 0
    for _ in range(times):
        try:
            limits.count(client)
            done += 1
        except TooManyRequests:
            continue
    return done


def test_a_client_has_its_share_of_each_minute_and_no_more(limits, clock):
    assert let_in(limits, ADA, 5) == 3
    assert let_in(limits, BOB, 5) == 3
    clock.now += WINDOW_SECONDS
    assert let_in(limits, ADA, 5) == 3


def test_who_is_refused_is_told_when_the_minute_is_over(limits, clock):
    let_in(limits, ADA, 3)
    clock.now += 45.5
    with pytest.raises(TooManyRequests) as refused:
        limits.count(ADA)
    assert refused.value.headers == {"Retry-After": "15"}


def exchange(settings, *several, rounds=1):
    """What add_up does ten times a second, so many times for each gateway."""

    async def run():
        async with redis.asyncio.Redis.from_url(settings["CACHE_URL"], socket_timeout=5) as cache:
            for limits in several * rounds:
                await limits._exchange(cache)

    asyncio.run(run())


def test_two_gateways_add_up(clock, settings):
    clock.now += 10 * WINDOW_SECONDS  # a minute of this test's own
    one, two = Limits(clock), Limits(clock)
    assert (let_in(one, ADA, 1), let_in(two, ADA, 1)) == (1, 1)
    exchange(settings, one, two, rounds=2)
    assert let_in(one, ADA, 5) == 1
    exchange(settings, one, two)
    assert let_in(two, ADA, 5) == 0
    assert let_in(two, BOB, 5) == 3


def test_what_was_handed_in_is_not_counted_twice(clock, settings):
    clock.now += 20 * WINDOW_SECONDS
    one = Limits(clock)
    let_in(one, ADA, 2)
    exchange(settings, one, rounds=5)
    assert let_in(one, ADA, 5) == 1


def test_with_redis_away_each_gateway_goes_by_its_own_count(clock, inside):
    inside("gateway", REQUESTS_A_MINUTE="3", CACHE_URL=NOBODY.replace("http", "redis"))
    limits = Limits(clock)

    async def run():
        adding = asyncio.create_task(limits.add_up())
        let = let_in(limits, ADA, 2)
        await asyncio.sleep(0.35)  # a few rounds, which all find nobody
        alive = not adding.done()
        adding.cancel()
        return let, alive

    assert asyncio.run(run()) == (2, True)
    assert let_in(limits, ADA, 5) == 1
