"""The tokens services show each other: one service's key makes no token of another."""

import stat
import time

import jwt
import pytest

from shop_rules import ids, tokens
from shop_rules.errors import Forbidden, Unauthenticated

from chassis import keys, service_tokens
from chassis.config import SERVICES, config

from .callers import KEYS, service_token

LATE = service_tokens.LEEWAY_SECONDS + 2  # seconds; and a slow machine has a second more


@pytest.fixture
def as_orders(inside):
    inside("orders")
    return service_tokens.made("cart")


def test_a_token_is_for_the_service_it_was_made_for(as_orders, inside):
    inside("cart")
    service_tokens.check(as_orders, ("orders",))
    inside("inventory")
    with pytest.raises(Unauthenticated):
        service_tokens.check(as_orders, ("orders",))


def test_a_service_that_is_not_allowed_is_known_and_refused(as_orders, inside):
    inside("cart")
    with pytest.raises(Forbidden):
        service_tokens.check(as_orders, ("catalog", "payments"))


@pytest.mark.parametrize("thief", SERVICES)
@pytest.mark.parametrize("victim", SERVICES)
def test_the_key_of_one_service_makes_no_token_of_another(thief, victim, inside):
    inside("cart")
    forged = service_token(victim, "cart", key=KEYS[thief])
    renamed = service_token(thief, "cart", iss=victim)
    if thief == victim:
        service_tokens.check(forged, (victim,))
        return
    for token in (forged, renamed):
        with pytest.raises(Unauthenticated):
            service_tokens.check(token, SERVICES)


def test_a_token_soon_expires(as_orders):
    public = KEYS["orders"].public_key()
    claims = jwt.decode(as_orders, public, algorithms=["EdDSA"], audience="cart")
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


@pytest.mark.parametrize("seconds", [-service_tokens.LEEWAY_SECONDS, 5])
def test_clocks_may_be_five_seconds_apart(seconds, inside, monkeypatch):
    """seconds: by which the clock of the caller is ahead."""
    inside("orders")
    now = int(time.time()) // service_tokens.REUSED_SECONDS * service_tokens.REUSED_SECONDS
    monkeypatch.setattr(service_tokens.time, "time", lambda: now + seconds)
    token = service_tokens.made("cart")
    inside("cart")
    service_tokens.check(token, ("orders",))


def test_an_expired_token_is_good_for_the_leeway_and_no_longer(inside):
    inside("cart")
    service_tokens.check(service_token("orders", "cart", seconds=-1), ("orders",))
    with pytest.raises(Unauthenticated):
        service_tokens.check(service_token("orders", "cart", seconds=-LATE), ("orders",))


def test_a_token_that_was_verified_before_expires_all_the_same(inside, monkeypatch):
    inside("cart")
    token, expired = service_token("orders", "cart", seconds=60), time.time() + 60 + LATE
    service_tokens.check(token, ("orders",))
    with pytest.raises(Forbidden):
        service_tokens.check(token, ("catalog",))
    monkeypatch.setattr(service_tokens.time, "time", lambda: expired)
    with pytest.raises(Unauthenticated):
        service_tokens.check(token, ("orders",))


@pytest.mark.parametrize(
    "token",
    [
        "",
        "no.token.atall",
        service_token("orders", "cart", seconds=-LATE),
        service_token("orders", "cart", aud=None),
        service_token("orders", "cart", iss=None),
        service_token("orders", "cart", exp=None),
        jwt.encode({"iss": "orders", "aud": "cart", "exp": 2**33}, None, algorithm="none"),
        jwt.encode({"iss": "orders", "aud": "cart", "exp": 2**33}, KEYS["orders"], "EdDSA"),
        jwt.encode(
            {"iss": "../orders", "aud": "cart", "exp": 2**33},
            KEYS["orders"],
            "EdDSA",
            {"kid": "../orders"},
        ),
        tokens.access_token(ids.new_id(), ids.new_id(), KEYS["orders"]),
    ],
    ids="empty|no token|late|no aud|no iss|no exp|unsigned|no kid|a path|access token".split("|"),
)
def test_whatever_else_is_no_token(token, inside):
    inside("cart")
    with pytest.raises(Unauthenticated):
        service_tokens.check(token, ("orders",))


def test_a_public_key_is_no_secret_to_sign_with(inside):
    """The confusion of algorithms (RFC 8725, 3.1)."""
    import hashlib
    import hmac

    from .callers import public_pem

    inside("cart")
    head, body, _ = service_token("orders", "cart").split(".")
    head = jwt.utils.base64url_encode(b'{"alg":"HS256","kid":"orders"}').decode()
    secret = public_pem(KEYS["orders"])
    sign = hmac.new(secret, f"{head}.{body}".encode(), hashlib.sha256).digest()
    with pytest.raises(Unauthenticated):
        service_tokens.check(
            f"{head}.{body}.{jwt.utils.base64url_encode(sign).decode()}", ("orders",)
        )


def test_a_first_start_makes_the_pair_and_the_next_one_keeps_it(inside, tmp_path):
    own, shared = tmp_path / "orders" / "private.pem", tmp_path / "service-keys"
    inside("orders", SERVICE_PRIVATE_KEY=str(own), SERVICE_PUBLIC_KEYS=str(shared))
    files = config().service_key_file, config().service_keys / "orders.pem"
    keys.make_pair(*files)
    made = [file.read_bytes() for file in files]
    assert stat.S_IMODE(own.stat().st_mode) == 0o600
    keys.make_pair(*files)
    assert [file.read_bytes() for file in files] == made
    token = service_tokens.made("cart")
    inside("cart", SERVICE_PUBLIC_KEYS=str(shared))
    service_tokens.check(token, ("orders",))
