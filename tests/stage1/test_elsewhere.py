"""Signing in with an identity provider: what only this process sees of it."""

import threading
from urllib.parse import parse_qs, urlencode, urlsplit

import pytest
import requests
import sqlalchemy as sa
from werkzeug.serving import make_server

from identity_provider.app import create_app
from shop import db
from shop.accounts import elsewhere, provider
from shop.accounts.authorizations import authorizations
from shop_rules import ids, openid

BACK = "http://127.0.0.1:8001/signed-in"
CLIENT = {"IDENTITY_CLIENT_ID": "shop", "IDENTITY_CLIENT_SECRET": "s"}


@pytest.fixture(scope="module")
def issuer():
    """The address of an OpenID provider in a thread of this process."""
    settings = dict(CLIENT)
    server = make_server("127.0.0.1", 0, lambda *_: None, threaded=True)
    settings["ISSUER"] = f"http://127.0.0.1:{server.server_port}"
    server.app = create_app(settings)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    yield settings["ISSUER"]
    server.shutdown()
    thread.join()
    server.server_close()


@pytest.fixture
def shop(open_shop, issuer, monkeypatch):
    monkeypatch.setattr(provider, "_kept", {})
    provider._session.cache_clear()
    shop = open_shop(IDENTITY_ISSUER=issuer, PUBLIC_PORT="8001", **CLIENT).test_client()
    yield shop
    provider._session().close()
    provider._session.cache_clear()


@pytest.fixture
def asked(issuer):
    """asked(path): how often the provider was asked that since the test began."""

    def count(path):
        return requests.get(f"{issuer}/sandbox/requests", timeout=10).json().get(path, 0)

    before = {path: count(path) for path in ("/jwks", "/.well-known/openid-configuration")}
    return lambda path: count(path) - before[path]


def answer(shop, issuer, lie=""):
    claims = {"email": f"{lie or 'ada'}@example.org", "email_verified": True, "lie": lie}
    requests.put(f"{issuer}/users/u{lie}", json=claims, timeout=10)
    body = {"provider": "example", "redirect_uri": BACK}
    begun = shop.post("/api/v1/authorizations", json=body).json["data"]
    sent = requests.post(
        begun["authorization_url"], data={"sub": f"u{lie}"}, timeout=10, allow_redirects=False
    )
    query = parse_qs(urlsplit(sent.headers["Location"]).query)
    return {name: query[name][0] for name in ("state", "code")}


def sign_in(shop, given):
    return shop.post("/api/v1/tokens", json=given)


def states():
    with db.reading() as tx:
        return tx.scalar(sa.select(sa.func.count()).select_from(authorizations))


def test_metadata_and_keys_are_asked_for_once(shop, issuer, asked):
    for _ in range(3):
        assert sign_in(shop, answer(shop, issuer)).status_code == 201
    assert asked("/jwks") == asked("/.well-known/openid-configuration") == 1


def test_unknown_keys_are_asked_for_a_few_times_in_a_while(shop, issuer, asked, monkeypatch):
    monkeypatch.setattr(openid, "REFETCHES", 2)
    assert sign_in(shop, answer(shop, issuer)).status_code == 201
    for count in (2, 3, 3, 3):
        assert sign_in(shop, answer(shop, issuer, "unknown_key")).status_code == 401
        assert asked("/jwks") == count
    monkeypatch.setattr(openid, "REFETCH_SECONDS", 0)
    assert sign_in(shop, answer(shop, issuer, "unknown_key")).status_code == 401
    assert asked("/jwks") == 4


def test_a_state_is_over_after_its_time_and_swept(shop, issuer, monkeypatch):
    monkeypatch.setattr(openid, "STATE_SECONDS", -1)
    late = answer(shop, issuer)
    monkeypatch.undo()
    kept = answer(shop, issuer)
    assert sign_in(shop, late).status_code == 401
    assert states() == 2
    elsewhere.forget_what_is_over()
    assert states() == 1
    assert sign_in(shop, kept).status_code == 201
    assert states() == 0


def test_no_secret_of_a_state_is_in_the_database_in_clear(shop, issuer):
    given = answer(shop, issuer, "down")
    assert sign_in(shop, given).status_code == 503
    with db.reading() as tx:
        row = tx.execute(sa.select(authorizations)).one()
    assert given["state"] not in tuple(row) and given["code"] not in tuple(row)


def test_without_a_provider_there_is_none_to_choose(open_shop):
    body, shop = {"provider": "example", "redirect_uri": BACK}, open_shop().test_client()
    assert shop.get("/api/v1/providers").json["data"] == []
    refusal = shop.post("/api/v1/authorizations", json=body)
    assert (refusal.status_code, refusal.json["errors"][0]["pointer"]) == (422, "/provider")


def test_an_account_that_is_closed_meanwhile_is_401(shop, issuer, monkeypatch):
    """Its identity was found, and then the person was gone."""
    monkeypatch.setattr(elsewhere.identities, "owner", lambda *_: ids.new_id())
    assert sign_in(shop, answer(shop, issuer)).status_code == 401


def test_a_provider_that_hangs_takes_no_more_threads_than_its_places(shop, issuer, monkeypatch):
    given = answer(shop, issuer)
    monkeypatch.setattr(provider, "_places", threading.BoundedSemaphore(1))
    with provider._places:
        refusal = sign_in(shop, given)
    assert refusal.status_code == 503 and refusal.headers["Retry-After"] == "5"
    assert sign_in(shop, given).status_code == 201


def test_the_address_of_the_provider_carries_no_secret(shop, issuer):
    body = {"provider": "example", "redirect_uri": BACK}
    url = shop.post("/api/v1/authorizations", json=body).json["data"]["authorization_url"]
    assert urlencode({"redirect_uri": BACK}) in url
    with db.reading() as tx:
        row = tx.execute(sa.select(authorizations)).one()
    assert row.verifier not in url and "secret" not in url
