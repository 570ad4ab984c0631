"""The second factor: one-time codes (TOTP, RFC 6238) from an authenticator app.

A code works once, and the shop accepts the codes of the current, the previous and the next half
minute. So a test here has two valid codes, the current and the next, and need not wait.
"""

import re
import time
from functools import partial
from urllib.parse import parse_qs, unquote, urlsplit

import pyotp
import pytest

from .people import wrong_code
from .steps import PASSWORD, accepted, at_once, eventually, refused, sign_in, signed_in, unless_busy

STEP = 30
NO_CODES = [
    "",
    "12345",
    "1234567",
    "abcdef",
    "12 345",
    " 123456",
    "123456\n",
    "１２３４５６",
    "+12345",
]


@pytest.fixture
def path(customer):
    return f"{customer.path}/mfa"


@pytest.fixture
def totp(customer, path):
    """A second factor that is begun, but not on."""
    return pyotp.parse_uri(accepted(customer.post(path), 201)["otpauth_uri"])


@pytest.fixture
def this_code(totp):
    return totp.at(time.time())


@pytest.fixture
def next_code(totp, this_code):
    return totp.at(time.time() + STEP)


@pytest.fixture
def on(customer, path, this_code):
    """A second factor that is on; this_code is used up."""
    accepted(customer.put(path, {"otp": this_code}), 204)


def is_on(customer):
    return accepted(customer.get(customer.path))["mfa_enabled"]


def test_the_uri_is_what_authenticator_apps_read(customer, path):
    """https://github.com/google/google-authenticator/wiki/Key-Uri-Format"""
    answer = accepted(customer.post(path), 201)
    assert set(answer) == {"otpauth_uri"}
    uri = urlsplit(answer["otpauth_uri"])
    query = {name: values[0] for name, values in parse_qs(uri.query).items()}
    assert (uri.scheme, uri.netloc) == ("otpauth", "totp")
    issuer, _, account = unquote(uri.path).lstrip("/").rpartition(":")
    assert account.strip() == customer.email
    assert query["issuer"] and issuer in ("", query["issuer"])
    assert re.fullmatch(r"[A-Z2-7]{26,}", query["secret"]), "at least 128 bits (RFC 4226, R6)"
    assert query.get("algorithm", "SHA1") == "SHA1"
    assert (query.get("digits", "6"), query.get("period", "30")) == ("6", "30")


def test_what_is_begun_is_not_on_yet(shop, customer, totp):
    assert is_on(customer) is False
    accepted(sign_in(shop, customer.email, PASSWORD), 201)


def test_with_a_code_it_is_on_and_a_sign_in_needs_one(shop, customer, path, this_code, next_code):
    accepted(customer.put(path, {"otp": this_code}), 204)
    assert is_on(customer) is True
    refused(sign_in(shop, customer.email, PASSWORD), 401)
    tokens = accepted(sign_in(shop, customer.email, PASSWORD, otp=next_code), 201)
    accepted(shop.call("GET", customer.path, token=tokens["access_token"]))


def test_a_code_of_the_half_minute_before_is_still_good(customer, path, totp):
    def check():  # again if a half minute ended just here
        before = totp.at(time.time() - STEP)
        accepted(customer.put(path, {"otp": before}), 204)

    eventually(check, within=2)
    assert is_on(customer) is True


def test_a_code_of_another_time_is_422_and_turns_nothing_on(shop, customer, path, totp):
    now = time.time()
    nearby = {totp.at(now + STEP * step) for step in (-1, 0, 1, 2)}
    for steps in (-1000, -3, -2, 3, 4, 1000):
        code = totp.at(now + STEP * steps)
        if code not in nearby:  # two may be the same by chance
            refused(customer.put(path, {"otp": code}), 422, "/otp")
    assert is_on(customer) is False
    accepted(sign_in(shop, customer.email, PASSWORD), 201)


def test_a_wrong_code_turns_nothing_on_and_the_right_one_still_does(customer, path, totp):
    refused(customer.put(path, {"otp": wrong_code(totp)}), 422, "/otp")
    assert is_on(customer) is False
    accepted(customer.put(path, {"otp": totp.at(time.time())}), 204)
    assert is_on(customer) is True


def test_what_is_no_code_is_422(shop, customer, path, on):
    for code in NO_CODES:
        refused(customer.put(path, {"otp": code}), 422, "/otp")
        refused(customer.delete(path, {"otp": code}), 422, "/otp")
        refused(sign_in(shop, customer.email, PASSWORD, otp=code), 422, "/otp")
    assert is_on(customer) is True


def test_the_code_that_turned_it_on_signs_nobody_in(shop, customer, on, this_code, next_code):
    refused(sign_in(shop, customer.email, PASSWORD, otp=this_code), 401)
    accepted(sign_in(shop, customer.email, PASSWORD, otp=next_code), 201)


def test_a_code_signs_in_once(shop, customer, on, next_code):
    accepted(sign_in(shop, customer.email, PASSWORD, otp=next_code), 201)
    refused(sign_in(shop, customer.email, PASSWORD, otp=next_code), 401)


def test_a_code_sent_five_times_at_once_signs_in_once(shop, customer, on, next_code):
    code = next_code
    signing_in = partial(sign_in, shop, customer.email, PASSWORD, otp=code)
    answers = at_once(*[lambda: unless_busy(signing_in)] * 5)
    assert sorted(answer.status_code for answer in answers) == [201, 401, 401, 401, 401]


def test_a_wrong_code_signs_nobody_in(shop, customer, on, totp, next_code):
    refused(sign_in(shop, customer.email, PASSWORD, otp=wrong_code(totp)), 401)
    refused(sign_in(shop, customer.email, "wrong password", otp=wrong_code(totp)), 401)
    accepted(sign_in(shop, customer.email, PASSWORD, otp=next_code), 201)


def test_a_right_code_does_not_replace_the_password(shop, customer, on, next_code):
    refused(sign_in(shop, customer.email, "wrong password", otp=next_code), 401)


def test_another_persons_code_is_no_code(shop, customer, other_customer, on):
    others = accepted(other_customer.post(f"{other_customer.path}/mfa"), 201)["otpauth_uri"]
    theirs = pyotp.parse_uri(others).at(time.time())
    refused(sign_in(shop, customer.email, PASSWORD, otp=theirs), 401)


def test_with_a_code_it_is_off_again(shop, customer, path, on, next_code):
    accepted(customer.delete(path, {"otp": next_code}), 204)
    assert is_on(customer) is False
    accepted(sign_in(shop, customer.email, PASSWORD), 201)
    refused(customer.delete(path, {"otp": next_code}), 409)


def test_without_a_good_code_it_stays_on(shop, customer, path, on, totp, this_code):
    refused(customer.delete(path, {"otp": wrong_code(totp)}), 422, "/otp")
    refused(customer.delete(path, {"otp": this_code}), 422, "/otp")  # used up
    refused(customer.delete(path, {}), 422, "/otp")
    assert is_on(customer) is True
    refused(sign_in(shop, customer.email, PASSWORD), 401)


def test_what_is_on_is_not_begun_or_turned_on_again(shop, customer, path, on, next_code):
    refused(customer.post(path), 409)
    refused(customer.put(path, {"otp": next_code}), 409)
    assert is_on(customer) is True
    accepted(sign_in(shop, customer.email, PASSWORD, otp=next_code), 201)


def test_what_was_never_begun_is_409(customer, path):
    refused(customer.put(path, {"otp": "123456"}), 409)
    refused(customer.delete(path, {"otp": "123456"}), 409)
    assert is_on(customer) is False


def test_what_is_not_on_is_409_also_for_a_locked_email(shop, customer, path):
    for _ in range(10):
        refused(sign_in(shop, customer.email, "wrong password"), 401)
    refused(customer.delete(path, {"otp": "123456"}), 409)


def test_what_is_begun_and_not_on_cannot_be_turned_off(customer, path, totp):
    refused(customer.delete(path, {"otp": totp.now()}), 409)


def test_who_begins_again_gets_another_secret_and_the_last_one_counts(customer, path, totp):
    second = pyotp.parse_uri(accepted(customer.post(path), 201)["otpauth_uri"])
    assert second.secret != totp.secret
    refused(customer.put(path, {"otp": totp.at(time.time())}), 422, "/otp")
    accepted(customer.put(path, {"otp": second.at(time.time())}), 204)


def test_who_is_signed_in_stays_so_and_a_refresh_needs_no_code(shop, customer, on):
    accepted(customer.get(customer.path))
    body = {"refresh_token": customer.refresh_token}
    accepted(shop.call("POST", "/tokens/refresh", json=body), 201)


def test_a_new_password_leaves_it_on(shop, customer, on, next_code):
    body = {"current": PASSWORD, "new": "a wholly other password"}
    accepted(customer.put(f"{customer.path}/password", body), 204)
    refused(sign_in(shop, customer.email, body["new"]), 401)
    accepted(sign_in(shop, customer.email, body["new"], otp=next_code), 201)


def test_nobody_else_turns_it_on_or_off(shop, customer, other_customer, staff, anyone, path):
    for person, status in ((other_customer, 404), (staff, 404), (anyone, 401)):
        refused(person.post(path), status)
        refused(person.put(path, {"otp": "123456"}), status)
        refused(person.delete(path, {"otp": "123456"}), status)
    refused(customer.put(path, {"otp": "123456"}), 409)
    assert signed_in(shop, customer.email, PASSWORD).id == customer.id
