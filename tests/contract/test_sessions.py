"""Sessions: the time of the sign-in, what ends a session, and the limit per person."""

from functools import partial

from .people import a_person
from .steps import PASSWORD, accepted, at_once, claims, eventually, refused, signed_in

MOST = 50  # sessions a person


def refresh(person):
    """The same session with new tokens."""
    body = {"refresh_token": person.refresh_token}
    pair = accepted(person.post("/tokens/refresh", body), 201)
    person.token, person.refresh_token = pair["access_token"], pair["refresh_token"]


def goes_on(person):
    accepted(person.get(person.path))
    refresh(person)
    accepted(person.get(person.path))


def has_ended(person):
    """Check that the session is refused in every service, for reads and writes."""
    refused(person.get(person.path), 401)
    refused(person.delete(f"{person.path}/cart"), 401)
    refused(person.get(f"{person.path}/orders"), 401)
    refused(person.post("/tokens/refresh", {"refresh_token": person.refresh_token}), 401)


def test_a_token_says_when_the_sign_in_was_and_a_refresh_does_not_count(customer):
    signed_in_at = claims(customer.token)["auth_time"]

    def refreshed_in_a_later_second():
        refresh(customer)
        assert claims(customer.token)["iat"] > signed_in_at

    eventually(refreshed_in_a_later_second, within=10)
    assert claims(customer.token)["auth_time"] == signed_in_at


def test_a_new_email_ends_all_other_sessions_at_once(shop, customer):
    others = [signed_in(shop, customer.email, PASSWORD) for _ in range(2)]
    for person in others:  # so that caches hold these sessions
        accepted(person.get(f"{person.path}/orders"))
    wanted = {"email": a_person()["email"], "name": "Ada"}
    assert accepted(customer.put(customer.path, wanted))["email"] == wanted["email"]
    for person in others:
        has_ended(person)
    goes_on(customer)
    goes_on(signed_in(shop, wanted["email"], PASSWORD))


def test_a_new_name_alone_ends_no_session(shop, customer):
    other = signed_in(shop, customer.email, PASSWORD)
    accepted(customer.put(customer.path, {"email": customer.email, "name": "Augusta"}))
    goes_on(other)
    goes_on(customer)


def test_an_email_that_is_taken_ends_no_session(shop, customer, other_customer):
    other = signed_in(shop, customer.email, PASSWORD)
    wanted = {"email": other_customer.email, "name": "Thief"}
    refused(customer.put(customer.path, wanted), 409)
    for person in (other, customer, other_customer):
        goes_on(person)


def test_the_fifty_first_session_ends_the_least_recently_refreshed(shop, customer):
    again = partial(signed_in, shop, customer.email, PASSWORD)
    second = again()
    others = [person for _ in range(6) for person in at_once(*[again] * 8)]
    assert len([customer, second, *others]) == MOST
    accepted(second.get(f"{second.path}/orders"))
    refresh(customer)
    last = again()
    has_ended(second)
    for person in (customer, *others, last):
        accepted(person.get(person.path))
    goes_on(customer)
