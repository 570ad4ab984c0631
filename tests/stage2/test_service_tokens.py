"""The tokens services show each other."""

import time

import jwt
import pytest

from shop_rules.errors import Forbidden, Unauthenticated

from chassis import service_tokens

from .callers import SERVICE_KEY, service_token


@pytest.fixture
def as_orders(inside):
    inside("orders")
    return service_tokens.made("cart")


def test_a_token_is_for_the_neighbour_it_was_made_for(as_orders, inside):
    inside("cart")
    service_tokens.check(as_orders, ("orders",))
    inside("inventory")
    with pytest.raises(Unauthenticated):
        service_tokens.check(as_orders, ("orders",))


def test_a_neighbour_that_is_not_allowed_is_known_and_sent_away(as_orders, inside):
    inside("cart")
    with pytest.raises(Forbidden):
        service_tokens.check(as_orders, ("catalog", "payments"))


def test_a_token_soon_expires(as_orders):
    claims = jwt.decode(as_orders, SERVICE_KEY, algorithms=["HS256"], audience="cart")
    assert claims["iss"] == "orders"
    left = claims["exp"] - time.time()
    least = service_tokens.LIVES_SECONDS - service_tokens.REUSED_SECONDS
    assert least - 5 < left <= service_tokens.LIVES_SECONDS


def test_a_token_is_made_anew_before_the_last_one_expires(inside, monkeypatch):
    inside("orders")
    now = [1_800_000_000]
    monkeypatch.setattr(service_tokens.time, "time", lambda: now[0])
    first, same = service_tokens.made("cart"), service_tokens.made("cart")
    other = service_tokens.made("payments")
    now[0] += service_tokens.REUSED_SECONDS
    assert first == same != other
    assert service_tokens.made("cart") != first


@pytest.mark.parametrize(
    "token",
    [
        "",
        "no.token.atall",
        service_token("orders", "cart", key="another key, which nobody here knows of"),
        service_token("orders", "cart", seconds=-1),
        jwt.encode({"iss": "orders", "aud": "cart", "exp": 2**33}, None, algorithm="none"),
        jwt.encode({"iss": "orders", "aud": "cart"}, SERVICE_KEY, algorithm="HS256"),
        jwt.encode({"aud": "cart", "exp": 2**33}, SERVICE_KEY, algorithm="HS256"),
        jwt.encode({"iss": "orders", "exp": 2**33}, SERVICE_KEY, algorithm="HS256"),
    ],
)
def test_whatever_else_is_no_token(token, inside):
    inside("cart")
    with pytest.raises(Unauthenticated):
        service_tokens.check(token, ("orders",))
