"""E-mail addresses: equal in every spelling with the same NFKC form in lower case."""

from functools import partial

import pytest

from .people import a_person, of_length, same_address
from .steps import (
    PASSWORD,
    accepted,
    at_once,
    refused,
    sign_in,
    signed_in,
    unique,
    unless_busy,
)


@pytest.mark.parametrize("length", [20, 64, 253, 254])
def test_an_email_to_the_limit_is_taken(anyone, shop, length):
    wanted = a_person(email=of_length(max(length, 30)))
    assert accepted(anyone.post("/users", wanted), 201)["email"] == wanted["email"]
    accepted(sign_in(shop, wanted["email"], PASSWORD), 201)


def test_an_email_is_taken_in_every_way_of_writing_it(anyone, customer):
    before = accepted(customer.get(customer.path))
    for email in [customer.email, f" {customer.email} ", *same_address(customer.email)]:
        refused(anyone.post("/users", a_person(email=email, name="Thief")), 409)
    assert accepted(customer.get(customer.path)) == before


def test_one_may_sign_in_by_every_way_of_writing_ones_email(shop, anyone):
    wanted = a_person()
    wanted["email"] = wanted["email"].title()
    user = accepted(anyone.post("/users", wanted), 201)
    assert user["email"] == wanted["email"], "it is shown as it was written"
    for email in [wanted["email"].lower(), *same_address(wanted["email"].lower())]:
        assert signed_in(shop, email, PASSWORD).id == user["id"]


def test_an_address_written_wide_is_the_narrow_one(anyone, shop):
    narrow = a_person()["email"]
    wide = same_address(narrow)[3]
    user = accepted(anyone.post("/users", a_person(email=wide)), 201)
    assert user["email"] == wide
    refused(anyone.post("/users", a_person(email=narrow)), 409)
    assert signed_in(shop, narrow, PASSWORD).id == user["id"]


def test_lower_case_is_not_case_folding(anyone):
    """ß is lower case already; only folding would turn it into ss, and so into another address."""
    name = unique("stra")
    accepted(anyone.post("/users", a_person(email=f"{name}ß@example.org")), 201)
    accepted(anyone.post("/users", a_person(email=f"{name}ss@example.org")), 201)


def test_two_who_sign_up_at_once_by_one_email_are_one_person(anyone, shop):
    wanted = a_person()
    ways = [wanted["email"], *same_address(wanted["email"])]
    calls = [partial(anyone.post, "/users", wanted | {"email": way}) for way in ways]
    answers = at_once(*[partial(unless_busy, call) for call in calls])
    assert sorted(answer.status_code for answer in answers) == [201] + [409] * (len(ways) - 1)
    ids = [accepted(answer, 201)["id"] for answer in answers if answer.status_code == 201]
    assert ids == [signed_in(shop, wanted["email"], PASSWORD).id]
