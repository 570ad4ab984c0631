"""Ten wrong passwords or codes of a signed-in person within a minute lock that person's counter.
Sign-ins have a separate counter for each e-mail: neither locks or clears the other."""

import time
from functools import partial

import pyotp
import pytest

from .people import wrong_code
from .steps import PASSWORD, accepted, at_once, refused, sign_in, signed_in, unique, unless_busy
from .test_throttle import FAILURES, fail, is_locked

NEW = "a wholly other password"
STEP = 30


@pytest.fixture
def path(customer):
    return f"{customer.path}/mfa"


@pytest.fixture
def totp(customer, path):
    """A second factor that is on; the current code is used up."""
    made = pyotp.parse_uri(accepted(customer.post(path), 201)["otpauth_uri"])
    accepted(customer.put(path, {"otp": made.at(time.time())}), 204)
    return made


def change_password(customer, current=PASSWORD):
    return customer.put(f"{customer.path}/password", {"current": current, "new": NEW})


def fail_passwords(customer, times=FAILURES):
    for number in range(times):
        refused(change_password(customer, f"wrong password {number}"), 422, "/current")


def fail_codes(customer, totp, times=FAILURES):
    for _ in range(times):
        refused(customer.delete(f"{customer.path}/mfa", {"otp": wrong_code(totp)}), 422, "/otp")


def move_to_a_new_email(customer):
    body = {"email": f"{unique('moved')}@example.org", "name": "Ada"}
    return accepted(customer.put(customer.path, body))["email"]


def test_a_new_email_gives_no_new_sign_ins(shop, customer):
    fail(shop, customer.email, FAILURES - 1)
    moved = move_to_a_new_email(customer)
    fail(shop, moved, 1)
    is_locked(shop, moved)


def test_guesses_at_the_current_password_lock_it(customer):
    fail_passwords(customer)
    answer = change_password(customer)
    refused(answer, 429)
    assert 1 <= int(answer.headers["Retry-After"]) <= 60
    accepted(customer.get(customer.path))


def test_guesses_at_the_code_that_turns_it_off_lock_it(customer, path, totp):
    fail_codes(customer, totp)
    refused(customer.delete(path, {"otp": totp.at(time.time() + STEP)}), 429)
    assert accepted(customer.get(customer.path))["mfa_enabled"]


def test_guesses_at_the_code_that_turns_it_on_lock_it(customer, path):
    totp = pyotp.parse_uri(accepted(customer.post(path), 201)["otpauth_uri"])
    for _ in range(FAILURES):
        refused(customer.put(path, {"otp": wrong_code(totp)}), 422, "/otp")
    refused(customer.put(path, {"otp": totp.at(time.time())}), 429)
    assert not accepted(customer.get(customer.path))["mfa_enabled"]


def test_passwords_and_codes_are_counted_together(customer, path, totp):
    fail_codes(customer, totp, FAILURES - 1)
    fail_passwords(customer, 1)
    refused(change_password(customer), 429)
    refused(customer.delete(path, {"otp": totp.at(time.time() + STEP)}), 429)


def test_failed_sign_ins_do_not_keep_the_owner_from_a_new_password(shop, customer):
    fail(shop, customer.email)
    is_locked(shop, customer.email)
    accepted(change_password(customer), 204)
    is_locked(shop, customer.email, NEW)


def test_guesses_of_a_signed_in_thief_keep_nobody_from_signing_in(shop, customer):
    fail_passwords(customer)
    accepted(sign_in(shop, customer.email, PASSWORD), 201)
    refused(change_password(customer), 429)  # the sign-in did not clear it


def test_a_new_email_clears_no_failures(shop, customer, totp):
    fail_codes(customer, totp, FAILURES - 1)
    move_to_a_new_email(customer)
    fail_codes(customer, totp, 1)
    move_to_a_new_email(customer)
    refused(change_password(customer), 429)


def test_coming_back_to_an_email_finds_its_lock(shop, customer):
    fail(shop, customer.email)
    move_to_a_new_email(customer)
    accepted(customer.put(customer.path, {"email": customer.email, "name": "Ada"}))
    is_locked(shop, customer.email)


def test_the_right_password_clears_what_was_guessed_at(shop, customer):
    fail_passwords(customer, FAILURES - 1)
    accepted(change_password(customer), 204)
    again = signed_in(shop, customer.email, NEW)
    fail_passwords(again)
    refused(change_password(again, NEW), 429)


def test_the_right_code_clears_wrong_codes_and_no_wrong_passwords(customer, path, totp):
    fail_codes(customer, totp, FAILURES - 1)
    accepted(customer.delete(path, {"otp": totp.at(time.time() + STEP)}), 204)
    fail_passwords(customer, FAILURES)
    refused(change_password(customer), 429)


def test_a_second_factor_of_ones_own_clears_no_wrong_passwords(customer, path):
    fail_passwords(customer, FAILURES - 1)
    totp = pyotp.parse_uri(accepted(customer.post(path), 201)["otpauth_uri"])
    accepted(customer.put(path, {"otp": totp.at(time.time())}), 204)
    accepted(customer.delete(path, {"otp": totp.at(time.time() + STEP)}), 204)
    fail_passwords(customer, 1)
    refused(change_password(customer), 429)


def test_one_locked_person_locks_no_other(customer, other_customer):
    fail_passwords(customer)
    accepted(change_password(other_customer), 204)


def test_forty_guesses_at_once_get_ten_answers_at_most(customer):
    guess = partial(change_password, customer, "wrong password")
    answers = at_once(*[lambda: unless_busy(guess)] * 40)
    told = [answer.status_code for answer in answers]
    assert set(told) <= {422, 429}, told
    assert 1 <= told.count(422) <= FAILURES, told
    refused(change_password(customer), 429)
