"""Operations that could take over an account need a recent sign-in (RFC 9470, step-up).

The default limit of 15 minutes is too long for a test: run this against a shop with
STEP_UP_SECONDS=2, and set the same for the suite.
"""

from urllib.request import parse_http_list, parse_keqv_list

import pytest

from .people import a_person
from .steps import PASSWORD, accepted, eventually, refused, signed_in

pytestmark = pytest.mark.step_up
TEXT = {"Content-Type": "text/plain"}
A_CODE = {"otp": "000000"}


@pytest.fixture
def limit(request):
    return int(request.config.getoption("--step-up"))


@pytest.fixture
def is_too_late(limit):
    def check(response):
        problem = refused(response, 401)
        assert "Sign in again" in problem["detail"]
        scheme, _, parameters = response.headers["WWW-Authenticate"].partition(" ")
        assert scheme == "Bearer"
        told = parse_keqv_list(parse_http_list(parameters))
        assert told["error"] == "insufficient_user_authentication"
        assert told["max_age"] == str(limit)

    return check


@pytest.fixture
def late(customer, is_too_late, limit):
    """A customer whose sign-in is older than the limit, with a new token."""
    eventually(lambda: is_too_late(customer.post(f"{customer.path}/mfa")), within=limit + 10)
    body = {"refresh_token": customer.refresh_token}
    customer.token = accepted(customer.post("/tokens/refresh", body), 201)["access_token"]
    return customer


def after_a_sign_in(late, status, method, path, **more):
    """Sign in and send this at once; retry if the machine was too slow for the limit."""

    def check():
        again = signed_in(late.shop, late.email, PASSWORD)
        return accepted(again.call(method, path, **more), status)

    return eventually(check, within=30)


def test_a_stolen_token_that_is_refreshed_takes_no_account_over(late, is_too_late):
    before = accepted(late.get(late.path))
    is_too_late(late.put(late.path, {"email": a_person()["email"], "name": "Thief"}))
    is_too_late(late.put(late.path, {"email": late.email.upper(), "name": "Thief"}))
    is_too_late(late.post(f"{late.path}/mfa"))
    is_too_late(late.put(f"{late.path}/mfa", A_CODE))
    is_too_late(late.delete(f"{late.path}/mfa", A_CODE))
    is_too_late(late.delete(late.path))
    assert accepted(late.get(late.path)) == before
    new = {"email": a_person()["email"], "name": "Ada"}
    after_a_sign_in(late, 201, "POST", f"{late.path}/mfa")
    assert after_a_sign_in(late, 200, "PUT", late.path, json=new)["email"] == new["email"]
    late.email = new["email"]
    after_a_sign_in(late, 204, "DELETE", late.path)


def test_a_first_password_needs_a_recent_sign_in(identity, is_too_late, limit):
    """A thief with a stolen token could otherwise choose one, and lock the owner out."""
    someone, new = identity.someone(), {"new": "another horse battery"}
    person = identity.signed_in(someone)
    path = f"{person.path}/password"
    eventually(lambda: is_too_late(person.post(f"{person.path}/mfa")), within=limit + 10)
    is_too_late(person.put(path, new))
    assert not accepted(person.get(person.path))["has_password"]

    def check():
        return accepted(identity.signed_in(someone).put(path, new), 204)

    eventually(check, within=30)


def test_everything_else_needs_no_recent_sign_in(late):
    accepted(late.put(late.path, {"email": late.email, "name": "Augusta"}))
    accepted(late.delete(f"{late.path}/cart"), 204)
    new = {"current": PASSWORD, "new": "another horse battery"}
    accepted(late.put(f"{late.path}/password", new), 204)


def test_an_old_sign_in_is_told_at_the_step_of_the_401(late, is_too_late, other_customer):
    for path in (late.path, other_customer.path):  # before 404, 415, 413, 400 and 422
        is_too_late(late.put(f"{path}/mfa", data=b"{", headers=TEXT))
        is_too_late(late.put(f"{path}/mfa", data=b"[" * 262_145))
        is_too_late(late.delete(f"{path}/mfa", {"otp": "no code"}))
        is_too_late(late.delete(path))


def test_whether_an_email_is_new_is_known_after_the_body_is_read(late, is_too_late, other_customer):
    new = {"email": other_customer.email, "name": "Thief"}
    refused(late.put(other_customer.path, new), 404)
    refused(late.put(late.path, data=b"{", headers=TEXT), 415)
    refused(late.put(late.path, data=b"{", headers={"Content-Type": "application/json"}), 400)
    refused(late.put(late.path, new | {"name": " "}), 422, "/name")
    is_too_late(late.put(late.path, new))  # before 409, which would reveal used e-mails
