"""Taking an account over with a stolen token, and staying in it."""

import base64
import json
from functools import partial

import pytest

from tests.contract.people import a_person
from tests.contract.steps import (
    PASSWORD,
    accepted,
    at_once,
    claims,
    eventually,
    refused,
    signed_in,
)

MOST = 50  # sessions a person
AT_ONCE = 8  # stage 3 counts a sign-in as failed until it succeeds: ten at once would lock


def new_email():
    return {"email": a_person()["email"], "name": "Thief"}


def lives(person):
    return person.get(person.path).status_code == 200


def with_claim(token, **changed):
    """The token with other claims and the old signature."""
    header, _, signature = token.split(".")
    payload = json.dumps(claims(token) | changed).encode()
    return f"{header}.{base64.urlsafe_b64encode(payload).decode().rstrip('=')}.{signature}"


@pytest.mark.short
def test_of_a_thief_and_an_owner_who_change_the_email_at_once_one_stays(shop, customer):
    thief = signed_in(shop, customer.email, PASSWORD)
    wanted = [new_email(), new_email()]
    pairs = list(zip((thief, customer), wanted, strict=True))
    answers = at_once(*[partial(person.put, person.path, body) for person, body in pairs])
    codes = [answer.status_code for answer in answers]
    assert codes.count(200) == 1 and set(codes) <= {200, 401, 409}, codes
    winner = codes.index(200)
    assert [lives(thief), lives(customer)] == [winner == 0, winner == 1]
    assert accepted(pairs[winner][0].get(customer.path))["email"] == wanted[winner]["email"]


@pytest.mark.short
@pytest.mark.parametrize("changed", [{"auth_time": 2**31}, {"sid": "x"}, {"exp": 2**31}], ids=str)
def test_a_token_that_claims_another_sign_in_is_no_token(customer, changed):
    customer.token = with_claim(customer.token, **changed)
    refused(customer.delete(customer.path), 401)


def test_sixty_sign_ins_at_once_leave_fifty_sessions(shop, customer):
    again = partial(signed_in, shop, customer.email, PASSWORD)
    people = [customer]
    while len(people) < MOST + 10:
        people += at_once(*[again] * AT_ONCE)
    last = again()
    assert sum(map(lives, [*people, last])) == MOST
    assert lives(last)


@pytest.fixture
def thief(customer):
    """Has the customer's tokens, whose sign-in is too long ago, and can refresh them."""

    def too_late():
        refused(customer.post(f"{customer.path}/mfa"), 401)

    eventually(too_late, within=30)
    body = {"refresh_token": customer.refresh_token}
    customer.token = accepted(customer.post("/tokens/refresh", body), 201)["access_token"]
    return customer


@pytest.mark.step_up
def test_a_stolen_token_does_not_take_the_account_over(thief, other_customer):
    before = accepted(thief.get(thief.path))
    tries = [
        partial(thief.put, thief.path, new_email()),
        partial(thief.put, thief.path, {"email": thief.email.upper(), "name": "Thief"}),
        partial(thief.put, thief.path, {"email": other_customer.email, "name": "Thief"}),
        partial(thief.post, f"{thief.path}/mfa"),
        partial(thief.put, f"{thief.path}/mfa", {"otp": "000000"}),
        partial(thief.delete, f"{thief.path}/mfa", {"otp": "000000"}),
        partial(thief.delete, thief.path),
        partial(thief.delete, f"{thief.path}?max_age=999999"),
    ]
    for answer in at_once(*tries * 2):
        refused(answer, 401)
    assert accepted(thief.get(thief.path)) == before


@pytest.mark.step_up
def test_a_stolen_token_does_not_undo_a_change_of_the_email(shop, thief):
    """It sends the address that it knows, again and again, while the owner changes it."""
    old, new = {"email": thief.email, "name": "Thief"}, new_email()
    undo = [partial(thief.put, thief.path, old)] * 6

    def change_it():
        """Again if the machine was too slow for the limit, or a new name came in between (409)."""
        owner = signed_in(shop, thief.email, PASSWORD)
        *_, changed = at_once(*undo, partial(owner.put, owner.path, new))
        accepted(changed)
        return owner

    owner = eventually(change_it, within=60)
    assert accepted(owner.get(owner.path))["email"] == new["email"]
    assert not lives(thief)
