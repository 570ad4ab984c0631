"""A new password: the old one no longer works, and every token is revoked."""

import pytest

from .people import GUESSED_FIRST
from .steps import PASSWORD, a_customer, accepted, refused, sign_in, signed_in

NEW = "a wholly other password"


def change(customer, current, new):
    return customer.put(f"{customer.path}/password", {"current": current, "new": new})


def refresh(shop, refresh_token):
    return shop.call("POST", "/tokens/refresh", json={"refresh_token": refresh_token})


def test_a_new_password_replaces_the_old_one(shop, customer):
    before = accepted(customer.get(customer.path))
    accepted(change(customer, PASSWORD, NEW), 204)
    refused(sign_in(shop, customer.email, PASSWORD), 401)
    again = signed_in(shop, customer.email, NEW)
    assert accepted(again.get(again.path)) == before


def test_with_a_new_password_every_token_dies_at_once(shop, customer, other_customer):
    elsewhere = signed_in(shop, customer.email, PASSWORD)
    rotated = accepted(refresh(shop, signed_in(shop, customer.email, PASSWORD).refresh_token), 201)
    accepted(change(customer, PASSWORD, NEW), 204)
    for token in (customer.token, elsewhere.token, rotated["access_token"]):
        refused(shop.call("GET", customer.path, token=token), 401)
        refused(shop.call("DELETE", "/tokens/current", token=token), 401)
    for token in (customer.refresh_token, elsewhere.refresh_token, rotated["refresh_token"]):
        refused(refresh(shop, token), 401)
    accepted(other_customer.get(other_customer.path))


def test_a_wrong_current_password_is_422_and_changes_nothing(shop, customer):
    for wrong in ("wrong password", PASSWORD + " ", PASSWORD.upper(), " ", NEW):
        refused(change(customer, wrong, NEW), 422, "/current")
    accepted(customer.get(customer.path))
    refused(sign_in(shop, customer.email, NEW), 401)
    accepted(sign_in(shop, customer.email, PASSWORD), 201)
    accepted(refresh(shop, customer.refresh_token), 201)


def test_a_new_password_that_does_not_fit_is_422_and_changes_nothing(shop, customer):
    for new in ("", "123456789", "p" * 129, "\U0001f600" * 9, "7391846205\0", "\ud800" * 10):
        refused(change(customer, PASSWORD, new), 422, "/new")
    accepted(customer.get(customer.path))
    accepted(sign_in(shop, customer.email, PASSWORD), 201)


def test_a_new_password_that_others_guess_first_is_422_and_changes_nothing(shop, customer):
    for new in GUESSED_FIRST:
        refused(change(customer, PASSWORD, new), 422, "/new")
    accepted(customer.get(customer.path))
    accepted(sign_in(shop, customer.email, PASSWORD), 201)


@pytest.mark.parametrize("new", ["7391846205", "pq" * 64, "  spaces  count  "])
def test_a_new_password_to_the_limit_is_taken_as_it_is(shop, customer, new):
    accepted(change(customer, PASSWORD, new), 204)
    refused(sign_in(shop, customer.email, new[:-1]), 401)
    accepted(sign_in(shop, customer.email, new), 201)


def test_nobody_else_sets_a_password(shop, customer, other_customer, staff, anyone):
    body = {"current": PASSWORD, "new": NEW}
    path = f"{customer.path}/password"
    refused(anyone.put(path, body), 401)
    refused(other_customer.put(path, body), 404)
    refused(staff.put(path, body), 404)
    refused(customer.put(path, {**body, "role": "staff"}), 422, "/role")
    refused(sign_in(shop, customer.email, NEW), 401)
    accepted(sign_in(shop, customer.email, PASSWORD), 201)
    accepted(customer.get(customer.path))


def test_two_people_may_have_the_same_password(shop):
    one, other = a_customer(shop), a_customer(shop)
    accepted(change(one, PASSWORD, NEW), 204)
    accepted(sign_in(shop, one.email, NEW), 201)
    accepted(sign_in(shop, other.email, PASSWORD), 201)
    refused(sign_in(shop, other.email, NEW), 401)
