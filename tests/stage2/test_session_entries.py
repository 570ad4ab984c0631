"""The entries of sessions in the cache: only what accounts signed for this session counts."""

import json
import time

import jwt
import pytest
import redis

from shop_rules import ids, tokens
from shop_rules.errors import NotFound, Unavailable

from chassis import people, service_tokens

from .callers import KEYS, service_token

ADA, SESSION, OTHER = ids.new_id(), ids.new_id(), ids.new_id()
MINUTE = people.REMEMBERED_SECONDS
LATE = service_tokens.LEEWAY_SECONDS + 2


def entry(key=KEYS["accounts"], **claims):
    """As accounts signs it, but for these claims; None for none."""
    usual = {"iss": "accounts", "aud": "sessions", "sid": SESSION, "sub": ADA, "role": "staff"}
    usual |= {"roles": ["support"]}
    made = usual | {"exp": int(time.time()) + MINUTE} | claims
    return jwt.encode({n: v for n, v in made.items() if v is not None}, key, "EdDSA")


def edited(signed, **claims):
    head, body, signature = signed.split(".")
    content = json.loads(jwt.utils.base64url_decode(body)) | claims
    body = jwt.utils.base64url_encode(json.dumps(content).encode()).decode()
    return f"{head}.{body}.{signature}"


@pytest.fixture
def cache(inside, neighbours, settings):
    """The cache, for its operator. This process is cart, which asks; accounts knows of no session
    until a test says so."""
    inside("cart")
    neighbours.answer("accounts", "GET", "/sessions/*", data=NotFound())
    with redis.Redis.from_url(settings["CACHE_URL"]) as cache:
        cache.delete(people.key(SESSION))
        yield cache


def write(cache, value):
    cache.set(people.key(SESSION), value)


def test_what_accounts_signed_is_believed(cache):
    write(cache, entry())
    assert people.roles_in(SESSION, ADA) == ("staff", "support")
    assert people.roles_in(SESSION, ids.new_id()) is None


def test_a_session_that_accounts_says_is_over_is_not_asked_for(cache, neighbours):
    write(cache, entry(sub=None, role=None, roles=None))
    assert people.roles_in(SESSION, ADA) is None
    assert neighbours.requests() == []


WRONG = {
    "unsigned": json.dumps({"user_id": ADA, "role": "staff"}),
    "of no algorithm": jwt.encode({"sid": SESSION, "sub": ADA}, None, algorithm="none"),
    "no text of a token": "gone",
    "signed by another service": entry(KEYS["catalog"]),
    "signed by another service in its own name": entry(KEYS["catalog"], iss="catalog"),
    "edited": edited(entry(role="customer"), role="staff"),
    "edited to have more roles": edited(entry(roles=[]), roles=["admin"]),
    "of an earlier release, without roles": entry(roles=None),
    "of another session": entry(sid=OTHER),
    "of no session": entry(sid=None),
    "for ever": entry(exp=None),
    "of an hour ago": entry(exp=int(time.time()) - 3600),
    "replayed after its minute": entry(exp=int(time.time()) - LATE),
    "a service token of accounts": service_token("accounts", "cart", sid=SESSION, sub=ADA),
    "an access token": tokens.access_token(ADA, SESSION, KEYS["accounts"]),
}


@pytest.mark.parametrize("value", WRONG.values(), ids=WRONG)
def test_anything_else_makes_no_session(value, cache):
    write(cache, value)
    assert people.roles_in(SESSION, ADA) is None


@pytest.mark.parametrize(
    "value",
    [*WRONG.values(), entry(KEYS["catalog"], role=None, roles=None)],
    ids=[*WRONG, "over, by another"],
)
def test_and_neither_ends_nor_changes_one(value, cache, neighbours):
    known = {"user_id": ADA, "role": "customer", "roles": []}
    neighbours.answer("accounts", "GET", f"/sessions/{SESSION}", data=known)
    write(cache, value)
    assert people.roles_in(SESSION, ADA) == ("customer",)


def test_nor_does_it_count_while_accounts_is_down(cache, neighbours):
    neighbours.is_away("accounts")
    write(cache, WRONG["edited"])
    with pytest.raises(Unavailable):
        people.roles_in(SESSION, ADA)


def test_a_key_of_another_type_is_as_good_as_none(cache):
    cache.hset(people.key(SESSION), "role", "staff")
    assert people.roles_in(SESSION, ADA) is None


def test_clocks_may_be_five_seconds_apart(cache):
    write(cache, entry(exp=int(time.time()) - 1))
    assert people.roles_in(SESSION, ADA) == ("staff", "support")
