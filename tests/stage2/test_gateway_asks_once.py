"""A service that dies over the gateway's question may have done what was asked."""

import asyncio

import aiohttp
import pytest
from gateway import forward
from gateway.request import received

from shop_rules.errors import Unavailable


class Dying:
    """An aiohttp session whose every connection breaks before an answer."""

    def request(self, *_words, **_how):
        return self

    async def __aenter__(self):
        raise aiohttp.ServerDisconnectedError

    async def __aexit__(self, *_error):
        pass


class Body:
    announced = 2


def asked(method, inside, monkeypatch):
    inside("gateway")
    monkeypatch.setattr(forward.discovery, "addresses", lambda service: ["http://127.0.0.1:1"] * 2)
    path = "/api/v1/orders/x/delivery"
    scope = {"method": method, "path": path, "query_string": b"", "headers": []}
    return asyncio.run(forward.refusal_unread(Dying(), "orders", received(scope, Body())))


def test_a_change_that_may_have_been_made_is_not_asked_for_again(inside, monkeypatch):
    with pytest.raises(Unavailable):
        asked("POST", inside, monkeypatch)


def test_a_question_may_be_asked_again(inside, monkeypatch):
    assert asked("GET", inside, monkeypatch) is None
