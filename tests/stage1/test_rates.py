"""Sign-ins and sign-ups: 60 a minute for each client by default."""

import pytest

from shop import rates as counting
from shop.config import BASE
from shop_rules import passwords, rates

DEFAULT = 60
PROXY, ADA, BOB = "10.0.0.1", "192.0.2.1", "192.0.2.2"
WRONG = {"email": "nobody@example.org", "password": "a wrong password"}


@pytest.fixture
def minute(monkeypatch):
    """A minute that does not end, with an empty count."""
    monkeypatch.setattr(rates, "minute", lambda: -1)
    monkeypatch.setitem(counting._counted, "minute", 0)
    monkeypatch.setattr(passwords, "matches", lambda *_: False)  # quick


@pytest.fixture
def shop(open_shop, minute):
    return open_shop(SIGN_INS_A_MINUTE="", TRUSTED_PROXIES=PROXY).test_client()


def sign_in(shop, number=0, peer=ADA, **headers):
    body = {**WRONG, "email": f"nobody{number}@example.org"}
    where = {"REMOTE_ADDR": peer}
    return shop.post(f"{BASE}/tokens", json=body, environ_base=where, headers=headers)


def use_up(shop, **more):
    for number in range(DEFAULT):
        assert sign_in(shop, number, **more).status_code == 401


def test_the_sixty_first_in_a_minute_is_429_for_that_client_alone(shop):
    use_up(shop)
    answer = sign_in(shop)
    assert answer.status_code == 429
    assert 1 <= int(answer.headers["Retry-After"]) <= 60
    assert answer.json["type"] == "urn:shop:problem:too-many-requests"
    new = {"email": "ada@example.org", "name": "Ada", "password": "correct horse battery"}
    where = {"REMOTE_ADDR": ADA}
    assert shop.post(f"{BASE}/users", json=new, environ_base=where).status_code == 429
    assert shop.get(f"{BASE}/products", environ_base=where).status_code == 200
    assert sign_in(shop, peer=BOB).status_code == 401


def test_a_header_makes_nobody_another_client(shop):
    use_up(shop)
    for claim in (BOB, f"{BOB}, {PROXY}"):
        assert sign_in(shop, **{"X-Forwarded-For": claim}).status_code == 429


def test_a_trusted_proxy_says_who_the_client_is(shop):
    use_up(shop, peer=PROXY, **{"X-Forwarded-For": ADA})
    assert sign_in(shop, peer=PROXY, **{"X-Forwarded-For": ADA}).status_code == 429
    assert sign_in(shop, peer=PROXY, **{"X-Forwarded-For": BOB}).status_code == 401


def test_the_next_minute_begins_with_nothing(shop, monkeypatch):
    use_up(shop)
    monkeypatch.setattr(rates, "minute", lambda: -2)
    assert sign_in(shop).status_code == 401
