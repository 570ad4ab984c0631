"""One service of stage 2 is taken: what its key, its Valkey password and its tokens open elsewhere.

The attacker has everything that service has, and for the cache more: the operator's password.
"""

import json
import time

import jwt
import pytest
import redis
import requests
from cryptography.hazmat.primitives.serialization import load_pem_private_key

from shop_rules import ids

SERVICES = ("accounts", "catalog", "inventory", "cart", "orders", "payments", "notifications")
# What a thief would ask for first: (service, method, path, who may).
INTERNAL = [
    ("payments", "PUT", "/charges/{}", ["orders"]),
    ("payments", "PUT", "/refunds/{}", ["orders"]),
    ("inventory", "POST", "/reservations/{}/release", ["orders"]),
    ("cart", "GET", "/carts/{}", ["orders"]),
    ("accounts", "GET", "/people/{}", ["cart", "orders", "notifications"]),
    ("accounts", "GET", "/sessions/{}", [name for name in SERVICES if name != "accounts"]),
]
KEYS = {"cart": "cart:{}", "orders": "stream:orders", "catalog": "queue:catalog:catalog"}
KEYS |= {"accounts": "stream:people", "inventory": "outbox:inventory"}


@pytest.fixture(scope="session")
def services(stage):
    """{service: its inner address}"""
    if "accounts" not in stage.run["parts"]:
        pytest.skip("only stage 2 has services")
    return json.loads((stage.data / "services.json").read_text())


@pytest.fixture(scope="session")
def signed(services, stage):
    """signed(thief, name, to, …): a service token in that name, with the thief's key."""

    def make(thief, name, to, **more):
        key = load_pem_private_key(
            (stage.data / thief / "service-private-key.pem").read_bytes(), password=None
        )
        claims = {"iss": name, "aud": to, "exp": int(time.time()) + 60, **more}
        return jwt.encode(claims, key, "EdDSA", {"kid": name})

    return make


@pytest.fixture(scope="session")
def opened(services, stage):
    """opened("redis" or "cache", user): a connection with the password the user's service has."""

    def connect(server, user):
        name = user.removesuffix("-follower")
        secret = "redis_password" if user == "operator" else f"{name}_redis"
        port = stage.run["parts"][server]["port"]
        return redis.Redis(port=port, username=user, password=stage.secret(secret))

    return connect


def status(services, method, where, path, token):
    url = f"{services[where][0]}/api/v1/internal{path.format(ids.new_id())}"
    headers = {"Authorization": f"Bearer {token}"}
    return requests.request(method, url, headers=headers, json={}, timeout=20).status_code


@pytest.mark.short
@pytest.mark.parametrize(("where", "method", "path", "allowed"), INTERNAL)
def test_no_service_speaks_in_anothers_name(where, method, path, allowed, services, signed):
    for thief in SERVICES:
        for name in [n for n in allowed if n != thief]:
            token = signed(thief, name, where)
            assert status(services, method, where, path, token) == 401, (thief, name)
        if thief not in allowed:
            own = signed(thief, thief, where)
            assert status(services, method, where, path, own) == 403, thief


@pytest.mark.short
def test_a_token_for_one_service_opens_no_other(services, signed):
    for where in SERVICES:
        if where != "payments":
            token = signed("orders", "orders", where)
            assert status(services, "PUT", "payments", "/refunds/{}", token) == 401, where


@pytest.mark.short
@pytest.mark.parametrize("user", [*KEYS, "notifications-follower", "cart-follower"])
def test_no_service_touches_what_is_anothers_in_redis(user, opened):
    client = opened("redis", user)
    for owner, key in KEYS.items():
        if owner != user:
            for words in (("GET", key), ("DEL", key), ("XADD", key, "*", "id", "1")):
                with pytest.raises(redis.exceptions.NoPermissionError):
                    client.execute_command(*words)


@pytest.mark.short
@pytest.mark.parametrize("user", [name for name in SERVICES if name != "accounts"])
def test_no_service_writes_a_session(user, opened):
    with pytest.raises(redis.exceptions.NoPermissionError):
        opened("cache", user).set("session:mine", "staff")


@pytest.mark.short
def test_whoever_writes_to_the_cache_is_not_staff(customer, opened, signed):
    """Not by a JSON of the form it once had, nor signed by any key but accounts'."""
    session = jwt.decode(customer.token, options={"verify_signature": False})["sid"]
    claims = {"sid": session, "sub": customer.id, "role": "staff", "roles": ["admin"]}
    entries = [json.dumps({"user_id": customer.id, "role": "staff", "roles": ["admin"]})]
    entries += [signed(thief, "accounts", "sessions", **claims) for thief in SERVICES[1:]]
    entries += [signed("accounts", "accounts", to, **claims) for to in SERVICES]
    cache = opened("cache", "operator")
    for entry in entries:
        cache.set(f"session:{session}", entry, ex=60)
        assert customer.get("/users").status_code == 403  # accounts
        assert customer.call("POST", "/products", json={}).status_code == 403  # catalog
    cache.delete(f"session:{session}")
