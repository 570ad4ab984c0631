"""Ten failures within a minute lock an e-mail for the rest of it, for every client. Signed-in
people have a separate counter: test_throttle_of_people.py."""

import time
from functools import partial

import pyotp
import pytest

from .people import same_address, wrong_code
from .steps import (
    PASSWORD,
    a_customer,
    accepted,
    at_once,
    refused,
    sign_in,
    signed_in,
    unique,
    unless_busy,
)

FAILURES = 10
MINUTE = 60


def fail(shop, email, times=FAILURES):
    for number in range(times):
        refused(sign_in(shop, email, f"wrong password {number}"), 401)


def is_locked(shop, email, password=PASSWORD):
    answer = sign_in(shop, email, password)
    refused(answer, 429)
    assert 1 <= int(answer.headers["Retry-After"]) <= MINUTE


def test_after_ten_failures_even_the_right_password_is_429(shop, customer):
    fail(shop, customer.email)
    is_locked(shop, customer.email)
    is_locked(shop, customer.email, "wrong password")
    accepted(customer.get(customer.path))  # existing sessions continue


def test_nine_failures_lock_nothing(shop, customer):
    fail(shop, customer.email, FAILURES - 1)
    accepted(sign_in(shop, customer.email, PASSWORD), 201)


def test_a_success_clears_the_failures_before_it(shop, customer):
    for _ in range(2):
        fail(shop, customer.email, FAILURES - 1)
        accepted(sign_in(shop, customer.email, PASSWORD), 201)
    fail(shop, customer.email)
    is_locked(shop, customer.email)


def test_an_unknown_email_is_locked_like_a_known_one(shop, customer):
    unknown = f"{unique('nobody')}@example.org"
    fail(shop, unknown)
    fail(shop, customer.email)
    problems = [refused(sign_in(shop, email, PASSWORD), 429) for email in (unknown, customer.email)]
    for problem in problems:
        del problem["request_id"]
    assert problems[0] == problems[1]


def test_one_locked_email_locks_no_other(shop, customer, other_customer):
    fail(shop, customer.email)
    is_locked(shop, customer.email)
    accepted(sign_in(shop, other_customer.email, PASSWORD), 201)
    refused(sign_in(shop, other_customer.email, "wrong password"), 401)


def test_every_way_of_writing_an_email_counts_as_one(shop, customer):
    ways = [customer.email, *same_address(customer.email)]
    for number in range(FAILURES):
        refused(sign_in(shop, ways[number % len(ways)], "wrong password"), 401)
    for email in ways:
        is_locked(shop, email)


def test_what_does_not_fit_is_no_failed_attempt(shop, customer):
    for _ in range(FAILURES + 1):
        refused(sign_in(shop, customer.email, ""), 422, "/password")
    accepted(sign_in(shop, customer.email, PASSWORD), 201)


def test_wrong_codes_count_like_wrong_passwords(shop, customer):
    uri = accepted(customer.post(f"{customer.path}/mfa"), 201)["otpauth_uri"]
    totp = pyotp.parse_uri(uri)
    accepted(customer.put(f"{customer.path}/mfa", {"otp": totp.now()}), 204)
    for _ in range(FAILURES):
        refused(sign_in(shop, customer.email, PASSWORD, otp=wrong_code(totp)), 401)
    answer = sign_in(shop, customer.email, PASSWORD, otp=totp.at(time.time() + 30))
    refused(answer, 429)


def test_forty_guesses_at_once_get_ten_answers_at_most(shop, customer):
    guess = partial(sign_in, shop, customer.email, "wrong password")
    answers = at_once(*[lambda: unless_busy(guess)] * 40)
    told = [answer.status_code for answer in answers]
    assert set(told) <= {401, 429}, told
    assert 1 <= told.count(401) <= FAILURES, told
    for answer in answers:
        refused(answer, answer.status_code)
    is_locked(shop, customer.email)


def test_the_right_password_among_many_guesses_at_once_does_not_help(shop, customer):
    fail(shop, customer.email, FAILURES - 1)
    guess = partial(sign_in, shop, customer.email, "wrong password")
    answers = at_once(*[lambda: unless_busy(guess)] * 20)
    assert sum(answer.status_code == 401 for answer in answers) <= 1
    is_locked(shop, customer.email)


def test_a_wrong_guess_before_many_right_ones_at_once_is_in_nobodys_way(shop, customer):
    right = partial(sign_in, shop, customer.email, PASSWORD)
    for _ in range(4):
        fail(shop, customer.email, 1)
        for answer in at_once(*[lambda: unless_busy(right)] * 6):
            accepted(answer, 201)


@pytest.mark.long
def test_the_lock_ends_with_the_minute_that_began_with_the_first_failure(shop):
    customer = a_customer(shop)
    start = time.monotonic()
    fail(shop, customer.email)
    while time.monotonic() < start + MINUTE + 10:
        answer = sign_in(shop, customer.email, PASSWORD)
        if answer.status_code == 201:
            break
        refused(answer, 429)  # further attempts do not extend it
        left = int(answer.headers["Retry-After"])
        assert left <= start + MINUTE - time.monotonic() + 2
        time.sleep(1)
    assert signed_in(shop, customer.email, PASSWORD).id == customer.id
    fail(shop, customer.email, FAILURES - 1)
    accepted(sign_in(shop, customer.email, PASSWORD), 201)
