"""The accounts service alone: what it tells its neighbours of people and sessions, and when."""

import json

import jwt
import psycopg
import pytest
import redis
from accounts import peers, sign_ins, usecases

from shop_rules import bodies, ids, passwords
from shop_rules.errors import TooManyRequests
from shop_rules.throttle import FAILURES

from chassis import auth

from . import contracts
from .callers import KEYS, Door
from .internal_doors import check_that_only

PASSWORD = "correct horse battery"
ALL = ("catalog", "inventory", "cart", "orders", "payments", "notifications")


@pytest.fixture(scope="module")
def accounts(start):
    own_keys = {"TOKEN_PUBLIC_KEY": "", "TOKEN_PRIVATE_KEY": ""}
    return start("accounts", **own_keys, SHOP_STAFF_PASSWORD=PASSWORD)


@pytest.fixture
def cache(settings):
    with redis.Redis.from_url(settings["CACHE_URL"], decode_responses=True) as cache:
        yield cache


class Visitor:
    """Signs up and in at the real service."""

    def __init__(self, accounts: Door):
        self.email = f"{ids.new_id()}@example.com"
        body = {"email": self.email, "name": "Ada", "password": PASSWORD}
        answer = accounts.ask("POST", "/users", json=body)
        assert answer.status_code == 201, answer.text
        self.id = answer.json()["data"]["id"]
        self.token = sign_in(accounts, self.email)
        self.session = jwt.decode(self.token, options={"verify_signature": False})["sid"]


def sign_in(accounts, email):
    answer = accounts.ask("POST", "/tokens", json={"email": email, "password": PASSWORD})
    assert answer.status_code == 201, answer.text
    return answer.json()["data"]["access_token"]


@pytest.fixture
def ada(accounts):
    return Visitor(accounts)


def remembered(cache, session):
    """The role that the other services find in the cache, "over" for none, or None."""
    entry = cache.get(f"session:{session}")
    if entry is None:
        return None
    key = KEYS["accounts"].public_key()
    claims = jwt.decode(entry, key, algorithms=["EdDSA"], audience="sessions")
    assert claims["sid"] == session
    return claims.get("role", "over")


def told_of(accounts, session_id, status=200):
    return accounts.internal("orders", "GET", f"/sessions/{session_id}", status=status)


def test_neighbours_are_told_whose_session_it_is(accounts, ada):
    assert told_of(accounts, ada.session) == {
        "user_id": ada.id,
        "role": "customer",
        "roles": [],
    }


def test_a_sign_out_is_written_where_neighbours_look_before_they_ask(accounts, ada, cache):
    told_of(accounts, ada.session)
    assert remembered(cache, ada.session) == "customer"
    accounts.by(ada, "DELETE", "/tokens/current", status=204)
    assert remembered(cache, ada.session) == "over"
    told_of(accounts, ada.session, status=404)


def test_a_sign_out_by_cookie_is_written_there_too(accounts, ada, cache):
    """Without PUBLIC_URL and PUBLIC_PORT the service takes its gateway for one with TLS."""
    wanted = {"email": ada.email, "password": PASSWORD, "session": "cookie"}
    answer = accounts.ask("POST", "/tokens", json=wanted)
    cookie, _, attributes = answer.headers["Set-Cookie"].partition("; ")
    assert cookie.startswith("__Secure-shop_443=") and attributes.endswith("; Secure")
    token = answer.json()["data"]["access_token"]
    session = jwt.decode(token, options={"verify_signature": False})["sid"]
    told_of(accounts, session)
    headers = {"X-Shop-Session": "cookie", "Cookie": cookie}
    assert accounts.ask("DELETE", "/tokens/current", headers=headers).status_code == 204
    assert remembered(cache, session) == "over"
    told_of(accounts, session, status=404)


def test_a_new_password_ends_all_sessions_everywhere(accounts, ada, cache):
    other = sign_in(accounts, ada.email)
    body = {"current": PASSWORD, "new": "another horse battery"}
    accounts.by(ada, "PUT", f"/users/{ada.id}/password", status=204, json=body)
    for token in (ada.token, other):
        session = jwt.decode(token, options={"verify_signature": False})["sid"]
        assert remembered(cache, session) == "over"
        told_of(accounts, session, status=404)


def test_who_becomes_staff_is_so_for_all_services_at_once(accounts, ada, cache):
    told_of(accounts, ada.session)
    printed = accounts.run("accounts.commands", "staff", ada.email)
    assert printed == f"{ada.email} is staff now, with the password it had.\n"
    assert remembered(cache, ada.session) == "staff"
    assert told_of(accounts, ada.session)["role"] == "staff"


def test_a_slower_reader_never_writes_over_what_is_remembered(accounts, ada, cache, inside):
    inside("accounts")
    peers.forget_sessions([ada.session])
    told_of(accounts, ada.session)  # it has not ended yet
    assert remembered(cache, ada.session) == "over"


def test_who_closes_the_account_is_gone_at_once_and_everybody_hears_of_it(
    accounts, ada, cache, settings, soon
):
    accounts.by(ada, "DELETE", f"/users/{ada.id}", status=204)
    assert remembered(cache, ada.session) == "over"
    accounts.internal("orders", "GET", f"/people/{ada.id}", status=404)
    told = {"kind": "closed", "user_id": ada.id}
    soon(lambda: told in people_stream(settings))


def people_stream(settings):
    with redis.Redis.from_url(settings["REDIS_URL"], decode_responses=True) as durable:
        events = durable.xrange("stream:people")
    return [json.loads(fields["content"]) for _, fields in events]


def test_starting_again_makes_nobody_anew(accounts, settings):
    with psycopg.connect(settings["DATABASE_URL"]) as connection:
        people = "SELECT count(*) FROM users"
        before = connection.execute(people).fetchone()
        accounts.run("accounts.commands", "prepare")
        assert connection.execute(people).fetchone() == before


def test_only_its_neighbours_get_in(accounts, ada):
    check_that_only(ALL, accounts, ada, "GET", f"/sessions/{ada.session}")
    allowed = ("cart", "orders", "notifications")
    check_that_only(allowed, accounts, ada, "GET", f"/people/{ada.id}")
    check_that_only("catalog", accounts, ada, "PUT", f"/people/{ada.id}/visitor")


def test_a_persons_key_stays_the_same_and_goes_with_the_person(accounts, ada, settings):
    path = f"/people/{ada.id}/visitor"
    first, again = (accounts.internal("catalog", "PUT", path) for _ in range(2))
    assert first == again and len(first["key"]) == 32
    accounts.by(ada, "DELETE", f"/users/{ada.id}", 204)
    accounts.internal("catalog", "PUT", path, status=404)
    with psycopg.connect(settings["DATABASE_URL"]) as connection:
        query = "SELECT count(*) FROM visitor_keys WHERE key = %s"
        assert connection.execute(query, [first["key"]]).fetchone() == (0,)


@pytest.fixture
def a_customers_session(accounts, settings):
    """With the ids that the contract names."""
    person = (contracts.PERSON, "ada@example.com", "ada@example.com", "Ada", "customer", "-")
    with psycopg.connect(settings["DATABASE_URL"]) as connection:
        connection.execute("DELETE FROM users WHERE id = %s", person[:1])
        connection.execute("INSERT INTO users VALUES (%s,%s,%s,%s,%s,%s,NULL,false,0)", person)
        session = (contracts.SESSION, contracts.PERSON, "2999-01-01T00:00:00.000Z")
        connection.execute("INSERT INTO sessions VALUES (%s,%s,%s)", session)


@pytest.mark.parametrize("promise", contracts.promised_by("accounts"), ids=str)
def test_it_keeps_what_everyone_relies_on(promise, accounts, a_customers_session):
    few = ("catalog",) if "/visitor" in promise.path else ("cart", "orders", "notifications")
    for consumer in ALL if "/sessions/" in promise.path else few:
        promise.check(accounts, consumer)


def test_a_locked_email_costs_no_hashing_of_a_password(accounts, ada, inside, monkeypatch):
    body = {"email": ada.email, "password": "a wrong password"}
    for _ in range(FAILURES):
        assert accounts.ask("POST", "/tokens", json=body).status_code == 401
    inside("accounts")
    for name in ("matches", "hashed"):
        monkeypatch.delattr(passwords, name)
    with pytest.raises(TooManyRequests):
        sign_ins.sign_in(bodies.SignIn(**body))


def test_a_locked_person_costs_no_hashing_of_a_password(accounts, ada, inside, monkeypatch):
    body = {"current": "a wrong password", "new": "another password"}
    for _ in range(FAILURES):
        accounts.by(ada, "PUT", f"/users/{ada.id}/password", status=422, json=body)
    inside("accounts")
    for name in ("matches", "hashed"):
        monkeypatch.delattr(passwords, name)
    with pytest.raises(TooManyRequests):
        caller = auth.Caller(ada.id, ada.session, ("customer",))
        usecases.change_password(caller, bodies.ChangedPassword(**body))
