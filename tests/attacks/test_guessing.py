"""Guessing passwords and codes: ten a minute whatever is changed in between, and never at the cost
of those who only read."""

import time
from functools import partial

import pyotp
import pytest

from tests.contract.people import wrong_code
from tests.contract.steps import PASSWORD, accepted, at_once, refused, sign_in, unique

CROWD = 64
NEW = "a wholly other password"
MOST = 10  # wrong guesses that are answered as such, in a minute


def tell(answers):
    return [answer.status_code for answer in answers]


def with_a_factor(customer):
    """A second factor that is on; the code of this moment is used up."""
    totp = pyotp.parse_uri(accepted(customer.post(f"{customer.path}/mfa"), 201)["otpauth_uri"])
    accepted(customer.put(f"{customer.path}/mfa", {"otp": totp.at(time.time())}), 204)
    return totp


def move(customer):
    body = {"email": f"{unique('moved')}@example.org", "name": "Ada"}
    accepted(customer.put(customer.path, body))


def assert_that_few_were_answered(told, started):
    """A part of the shop that was down (503) may have counted a guess and not answered it."""
    statuses, minutes = tell(told), 1 + int(time.monotonic() - started) // 60
    assert set(statuses) <= {422, 429, 503} and 429 in statuses, statuses
    assert statuses.count(422) <= MOST * minutes, statuses


@pytest.mark.short
def test_codes_are_not_guessed_with_a_new_email_after_every_nine(customer):
    totp, told, started = with_a_factor(customer), [], time.monotonic()
    for _ in range(3):
        for _ in range(9):
            told.append(customer.delete(f"{customer.path}/mfa", {"otp": wrong_code(totp)}))
        move(customer)
    assert_that_few_were_answered(told, started)


@pytest.mark.short
def test_passwords_are_not_guessed_with_a_factor_of_ones_own_after_every_nine(customer):
    guess, started = {"current": "a wrong password", "new": NEW}, time.monotonic()
    told = [customer.put(f"{customer.path}/password", guess) for _ in range(9)]
    totp = with_a_factor(customer)
    accepted(customer.delete(f"{customer.path}/mfa", {"otp": totp.at(time.time() + 30)}), 204)
    told += [customer.put(f"{customer.path}/password", guess) for _ in range(9)]
    assert_that_few_were_answered(told, started)


def test_a_stranger_keeps_no_owner_from_a_new_password(shop, customer):
    for _ in range(MOST):
        refused(sign_in(shop, customer.email, "a wrong password"), 401)
    body = {"current": PASSWORD, "new": NEW}
    accepted(customer.put(f"{customer.path}/password", body), 204)


def test_a_crowd_that_signs_in_at_once_keeps_no_reader_from_an_answer(shop, customer):
    """Each with an e-mail of its own, so that no account is locked."""
    signing_in = [
        partial(sign_in, shop, f"{unique('nobody')}@example.org", "a wrong password")
        for _ in range(CROWD)
    ]
    reading = [partial(shop.call, "GET", "/products"), partial(customer.get, customer.path)] * 4
    answers = at_once(*signing_in, *reading)
    for answer in answers[:CROWD]:
        refused(answer, answer.status_code)
        assert answer.status_code in (401, 429, 503)
    assert tell(answers[CROWD:]) == [200] * len(reading)
