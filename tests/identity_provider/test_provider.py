"""The local OpenID provider: what it adds to the package, and whom it refuses."""

import base64
import hashlib
import secrets
from functools import cache
from urllib.parse import parse_qs, urlencode, urlsplit

import pytest

from identity_provider import mock, people, tokens
from identity_provider.app import create_app
from shop_rules import id_tokens
from shop_rules.errors import Unauthenticated
from tests.contract.steps import at_once

ISSUER = "http://localhost"  # as the test client asks
SETTINGS = {"ISSUER": ISSUER, "IDENTITY_CLIENT_ID": "shop", "IDENTITY_CLIENT_SECRET": "s"}
BACK = "http://127.0.0.1:8001/signed-in"
VERIFIER = secrets.token_urlsafe(32)
CONTROLS = [("PUT", "/users/x"), ("POST", "/sandbox/switches"), ("GET", "/sandbox/requests")]


@pytest.fixture(scope="module")
def provider():
    return create_app(SETTINGS).test_client()


@pytest.fixture
def subject(provider):
    return f"someone-{secrets.token_hex(6)}"


def challenge(verifier):
    digest = hashlib.sha256(verifier.encode()).digest()
    return base64.urlsafe_b64encode(digest).rstrip(b"=").decode()


def path(**changed):
    query = {"response_type": "code", "client_id": "shop", "redirect_uri": BACK, "state": "state"}
    query |= {"scope": "openid email profile", "nonce": secrets.token_hex(8)}
    query |= {"code_challenge": challenge(VERIFIER), "code_challenge_method": "S256", **changed}
    return f"/oauth2/authorize?{urlencode(query)}"


def returned(answer):
    query = urlsplit(answer.headers["Location"]).query
    return {name: values[0] for name, values in parse_qs(query).items()}


def consented(provider, subject, **changed):
    return returned(provider.post(path(**changed), data={"sub": subject}))


def exchanged(provider, code, verifier=VERIFIER, client=("shop", "s")):
    form = {"grant_type": "authorization_code", "code": code, "redirect_uri": BACK}
    form["code_verifier"] = verifier
    return provider.post("/oauth2/token", data=form, auth=client)


def test_the_metadata_names_one_issuer_and_addresses_below_it(provider):
    told = provider.get("/.well-known/openid-configuration").json
    assert told["issuer"] == ISSUER
    for name in ("authorization_endpoint", "token_endpoint", "jwks_uri"):
        assert told[name].startswith(f"{ISSUER}/")


def test_a_person_signs_in_and_the_shop_believes_the_token(provider, subject):
    back = consented(provider, subject, nonce="n")
    assert back["state"] == "state"
    answer = exchanged(provider, back["code"])
    keys = provider.get("/jwks").json
    found = id_tokens.claimed(answer.json["id_token"], keys, ISSUER, "shop", "n")
    assert (found["subject"], found["email_verified"]) == (subject, True)


@pytest.mark.parametrize("lie", tokens.LIES)
def test_each_lie_makes_a_token_that_the_shop_does_not_believe(provider, subject, lie):
    provider.put(f"/users/{subject}", json={"email": "a@example.org", people.LIE: lie})
    answer = exchanged(provider, consented(provider, subject, nonce="n")["code"])
    assert answer.status_code == 200
    token, keys = answer.json.get("id_token", ""), provider.get("/jwks").json
    with pytest.raises((Unauthenticated, id_tokens.UnknownKey)):
        id_tokens.claimed(token, keys, ISSUER, "shop", "n")


def test_a_code_works_once_and_with_its_verifier_only(provider, subject):
    code = consented(provider, subject)["code"]
    assert exchanged(provider, code, verifier="another").json["error"] == "invalid_grant"
    assert exchanged(provider, code).json["error"] == "invalid_grant"  # spent by the attempt
    code = consented(provider, subject)["code"]
    assert exchanged(provider, code).status_code == 200
    assert exchanged(provider, code).json["error"] == "invalid_grant"


@pytest.mark.parametrize("client", [None, ("shop", "wrong"), ("another", "s")])
def test_only_the_shop_exchanges_its_codes(provider, subject, client):
    code = consented(provider, subject)["code"]
    assert exchanged(provider, code, client=client).status_code == 401


@pytest.mark.parametrize("method", ["plain", ""])
def test_without_pkce_there_is_no_code(provider, subject, method):
    answer = provider.post(path(code_challenge_method=method), data={"sub": subject})
    assert answer.status_code == 400 and answer.json["error"] == "invalid_request"


def test_who_declines_comes_back_with_the_state_and_no_code(provider):
    back = returned(provider.post(path(), data={"action": "deny"}))
    assert (back["error"], back["state"]) == ("access_denied", "state")
    assert "code" not in back


@pytest.mark.parametrize("host", ["evil.example", "localhost:8071", "127.0.0.1"])
def test_it_is_known_by_one_address_only(provider, host):
    assert provider.get("/health", headers={"Host": host}).status_code == 403


@pytest.mark.parametrize("header", ["Origin", "Referer", "Sec-Fetch-Site"])
@pytest.mark.parametrize(("method", "where"), CONTROLS)
def test_what_a_page_sends_to_its_controls_is_403(provider, header, method, where):
    assert provider.open(where, method=method, headers={header: "x"}).status_code == 403


def test_its_page_asks_no_other_site_and_runs_no_script(provider):
    page = provider.get(path(client_id="<script>"))
    assert "default-src 'none'" in page.headers["Content-Security-Policy"]
    assert "<script>" not in page.text and "https://" not in page.text


@pytest.mark.parametrize("where", ["/", "/oauth2/clients", "/userinfo", "/console", "/client"])
def test_the_rest_of_the_package_is_not_there(provider, where):
    assert provider.get(where).status_code == 404
    assert provider.post(where).status_code == 404


def test_while_it_is_switched_off_it_answers_503_and_counts(provider):
    provider.post("/sandbox/switches", json={"outage": True})
    assert provider.get("/jwks").status_code == 503
    provider.delete("/sandbox/switches")
    assert provider.get("/jwks").status_code == 200
    assert provider.get("/sandbox/requests").json["/jwks"] >= 2


def test_a_rotated_key_is_listed_beside_the_one_before_and_no_older(provider):
    listed = []
    for _ in range(3):
        provider.post("/sandbox/switches", json={"rotate": True})
        listed.append([key["kid"] for key in provider.get("/jwks").json["keys"]])
    assert [len(set(kids)) for kids in listed] == [2, 2, 2]
    assert [kids[1] for kids in listed[1:]] == [kids[0] for kids in listed[:2]]


def test_those_who_come_first_at_once_find_one_provider(monkeypatch):
    monkeypatch.setattr(mock, "_made", cache(mock._made.__wrapped__))
    monkeypatch.setattr(tokens, "_first_keys", cache(tokens.Keys))
    assert len(set(at_once(*[mock._application] * 4))) == 1
    assert len(set(at_once(*[tokens.keys] * 4))) == 1
