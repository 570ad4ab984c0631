"""Sign-ins and sign-ups: 60 a minute for each client by default, for all functions together."""

from concurrent.futures import ThreadPoolExecutor
from types import SimpleNamespace

import pytest

from chalicelib import http
from chalicelib import rates as counting
from shop_rules import ids, rates
from shop_rules.errors import TooManyRequests

DEFAULT = 60
pytestmark = pytest.mark.usefixtures("tables", "one_minute")


@pytest.fixture
def one_minute(monkeypatch):
    """A minute of the test's own, which does not end."""
    number = ids.new_id()
    monkeypatch.setattr(rates, "minute", lambda: number)
    monkeypatch.delenv("SIGN_INS_A_MINUTE", raising=False)


def let_in(address, times=1, **headers):
    """How many of so many requests."""
    done = 0
    for _ in range(times):
        context = {"identity": {"sourceIp": address}}
        http.begin(SimpleNamespace(headers=headers, context=context))
        try:
            counting.count_sign_in()
            done += 1
        except TooManyRequests as refused:
            assert 1 <= int(refused.headers["Retry-After"]) <= 60
    return done


def test_the_sixty_first_in_a_minute_is_429_for_that_client_alone():
    assert let_in("192.0.2.1", DEFAULT + 3) == DEFAULT
    assert let_in("192.0.2.2") == 1


def test_a_header_makes_nobody_another_client():
    assert let_in("192.0.2.1", DEFAULT + 1) == DEFAULT
    assert let_in("192.0.2.1", **{"X-Forwarded-For": "192.0.2.2"}) == 0


def test_functions_that_count_at_once_let_in_no_more_between_them():
    with ThreadPoolExecutor(8) as functions:
        assert sum(functions.map(lambda _: let_in("192.0.2.3", 10), range(8))) == DEFAULT
