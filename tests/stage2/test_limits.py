"""The gateway's limit for each client, with a clock that the test turns."""

import asyncio
from functools import partial

import pytest
import redis.asyncio
from gateway import app
from gateway.limits import WINDOW_SECONDS, Limits
from gateway.request import Request, received

from shop_rules.errors import TooManyRequests

from chassis.config import BASE

from .conftest import NOBODY

ADA, BOB, PROXY = "192.0.2.1", "192.0.2.2", "10.0.0.1"


class Clock:
    now = 1_800_000_000.0  # the start of a minute

    def __call__(self):
        return self.now


@pytest.fixture
def clock(inside):
    inside("gateway")
    return Clock()


@pytest.fixture
def one_minute(monkeypatch):
    """The gateways of a test count in one minute, however long it takes."""
    of_that_clock = partial(Limits, clock=Clock())
    monkeypatch.setattr(app, "Limits", of_that_clock)


@pytest.fixture
def limits(clock):
    return Limits("requests", 3, clock)


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
    one, two = Limits("requests", 3, clock), Limits("requests", 3, clock)
    assert (let_in(one, ADA, 1), let_in(two, ADA, 1)) == (1, 1)
    exchange(settings, one, two, rounds=2)
    assert let_in(one, ADA, 5) == 1
    exchange(settings, one, two)
    assert let_in(two, ADA, 5) == 0
    assert let_in(two, BOB, 5) == 3


def test_what_was_handed_in_is_not_counted_twice(clock, settings):
    clock.now += 20 * WINDOW_SECONDS
    one = Limits("requests", 3, clock)
    let_in(one, ADA, 2)
    exchange(settings, one, rounds=5)
    assert let_in(one, ADA, 5) == 1


def test_with_redis_away_each_gateway_goes_by_its_own_count(clock, inside):
    inside("gateway", CACHE_URL=NOBODY.replace("http", "redis"))
    limits = Limits("requests", 3, clock)

    async def run():
        adding = asyncio.create_task(limits.add_up())
        let = let_in(limits, ADA, 2)
        await asyncio.sleep(0.35)  # a few rounds, none of which reaches a server
        alive = not adding.done()
        adding.cancel()
        return let, alive

    assert asyncio.run(run()) == (2, True)
    assert let_in(limits, ADA, 5) == 1


def sent(method, path, peer=ADA, forwarded=None):
    headers = [("X-Forwarded-For", forwarded)] if forwarded else []
    return Request(method, f"{BASE}{path}", "", headers, peer, b"")


def counted(gateway, requests):
    """How many of them were let in."""
    done = 0
    for request in requests:
        try:
            gateway._requests.count(request.counted_as)
            if request.method == "POST" and request.path in app.SIGNING_IN:
                gateway._sign_ins.count(request.counted_as)
            done += 1
        except TooManyRequests as refused:
            assert 1 <= int(refused.headers["Retry-After"]) <= 60
    return done


def test_a_client_signs_in_and_up_sixty_times_a_minute_by_default(inside, one_minute):
    inside("gateway", SIGN_INS_A_MINUTE="")
    gateway = app.Gateway()
    both = [sent("POST", "/tokens"), sent("POST", "/users")]
    assert counted(gateway, both * 40) == 60
    others = [sent("POST", "/tokens/refresh"), sent("GET", "/products"), sent("GET", "/users")]
    assert counted(gateway, others * 40) == 120
    assert counted(gateway, [sent("POST", "/tokens", peer=BOB)] * 3) == 3


def test_a_header_makes_nobody_another_client_unless_a_proxy_wrote_it(inside, one_minute):
    inside("gateway", SIGN_INS_A_MINUTE="2", TRUSTED_PROXIES=PROXY)
    gateway = app.Gateway()
    by_herself = [sent("POST", "/tokens", forwarded=f"192.0.2.{n}") for n in range(9)]
    assert counted(gateway, by_herself) == 2
    by_a_proxy = [sent("POST", "/tokens", PROXY, f"{n}, 192.0.2.9") for n in range(9)]
    assert counted(gateway, by_a_proxy) == 2


def test_a_method_in_small_letters_is_counted_like_one_in_capitals(inside):
    """aiohttp sends it to the service in capitals."""
    inside("gateway")
    scope = {"method": "post", "path": "/", "raw_path": b"/", "query_string": b"", "headers": []}
    assert received(scope, None).method == "POST"
