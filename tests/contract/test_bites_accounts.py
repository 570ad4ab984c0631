"""Rules of accounts that are easy to miss: the last code, the longest password, another's page."""

import time

import pyotp
import pytest

from .people import wrong_code
from .readings import notifications_of, soon_equal
from .steps import (
    LATER,
    PASSWORD,
    a_customer,
    a_product,
    accepted,
    an_order,
    refused,
    settled,
    sign_in,
)

STEP = 30


@pytest.fixture
def path(customer):
    return f"{customer.path}/mfa"


@pytest.fixture
def totp(customer, path):
    """A second factor that is turned on."""
    made = pyotp.parse_uri(accepted(customer.post(path), 201)["otpauth_uri"])
    accepted(customer.put(path, {"otp": made.at(time.time())}), 204)
    return made


def test_a_second_factor_that_was_turned_off_has_to_be_begun_anew(customer, path, totp):
    accepted(customer.delete(path, {"otp": totp.at(time.time() + STEP)}), 204)
    refused(customer.put(path, {"otp": wrong_code(totp)}), 409)
    anew = pyotp.parse_uri(accepted(customer.post(path), 201)["otpauth_uri"])
    assert anew.secret != totp.secret


def test_the_longest_password_can_be_changed(shop):
    customer = a_customer(shop, password="pq" * 64)
    change = {"current": customer.password, "new": PASSWORD}
    accepted(customer.put(f"{customer.path}/password", change), 204)
    accepted(sign_in(shop, customer.email, PASSWORD), 201)


def test_a_refresh_token_longer_than_any_is_422(shop):
    for length, status in ((500, 401), (501, 422)):
        body = {"refresh_token": "x" * length}
        refused(shop.call("POST", "/tokens/refresh", json=body), status)


def test_a_page_of_notifications_is_not_gone_on_with_by_another(staff, customer, other_customer):
    product = a_product(staff)
    for person in (customer, customer, other_customer):
        settled(person, an_order(person, product))
    soon_equal(lambda: len(notifications_of(customer)), 2, LATER)
    first = customer.get(f"{customer.path}/notifications", params={"limit": 1})
    accepted(first)
    after = {"cursor": first.json()["meta"]["next_cursor"]}
    refused(other_customer.get(f"{other_customer.path}/notifications", params=after), 422)
    assert len(accepted(customer.get(f"{customer.path}/notifications", params=after))) == 1
