"""A sign-in that a service refuses for its body alone does not count: nothing was hashed."""

import asyncio

import pytest
from gateway import app, forward

from serving.bodies import Body
from shop_rules.errors import TooManyRequests

from .test_limits import one_minute, sent

__all__ = ["one_minute"]


@pytest.mark.parametrize("status", [400, 413, 415, 422])
def test_what_a_service_refuses_for_its_body_is_given_back(inside, one_minute, monkeypatch, status):
    inside("gateway", SIGN_INS_A_MINUTE="3")
    gateway, request = app.Gateway(), sent("POST", "/tokens")
    request.body = Body([], None, None)  # there is none
    gateway._session = None  # no service is called

    def forwarded(answered):
        async def answer(*_):
            return answered, [], b""

        monkeypatch.setattr(forward, "forward", answer)
        return asyncio.run(gateway._forwarded("accounts", request))[0]

    assert [forwarded(status) for _ in range(9)] == [status] * 9
    assert [forwarded(401) for _ in range(3)] == [401] * 3
    with pytest.raises(TooManyRequests):
        forwarded(401)
