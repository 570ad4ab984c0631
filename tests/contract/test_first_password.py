"""A person who signed up with an identity provider has no password, and can choose one."""

import pytest

from .people import GUESSED_FIRST
from .steps import PASSWORD, accepted, at_once, refused, sign_in, signed_in

NEW = "another horse battery"


@pytest.fixture
def someone(identity):
    return identity.someone()


@pytest.fixture
def person(identity, someone):
    """Signed in with the provider alone."""
    return identity.signed_in(someone)


def choose(person, new=NEW, **more):
    return person.put(f"{person.path}/password", {"new": new, **more})


def identities_of(person):
    return accepted(person.get(f"{person.path}/identities"))


def has_password(person):
    return accepted(person.get(person.path))["has_password"]


def test_a_first_password_needs_no_current_one(shop, identity, person, someone):
    assert has_password(person) is False
    accepted(choose(person), 204)
    again = signed_in(shop, someone.email, NEW)
    assert again.id == person.id and has_password(again) is True
    assert identity.signed_in(someone).id == person.id


def test_null_is_no_current_password(shop, person, someone):
    accepted(choose(person, current=None), 204)
    accepted(sign_in(shop, someone.email, NEW), 201)


def test_with_a_first_password_every_token_dies_at_once(shop, identity, person, someone):
    other = identity.signed_in(someone)
    accepted(choose(person), 204)
    for each in (person, other):
        refused(each.get(each.path), 401)
        body = {"refresh_token": each.refresh_token}
        refused(shop.call("POST", "/tokens/refresh", json=body), 401)


def test_the_only_identity_is_unlinked_once_there_is_a_password(shop, person, someone):
    accepted(choose(person), 204)
    again = signed_in(shop, someone.email, NEW)
    (identity,) = identities_of(again)
    accepted(again.delete(f"{again.path}/identities/{identity['id']}"), 204)
    assert identities_of(again) == []
    assert signed_in(shop, someone.email, NEW).id == again.id


def test_a_password_that_is_there_is_never_replaced_without_it(shop, customer):
    for more in ({}, {"current": None}):
        refused(choose(customer, **more), 422, "/current")
    accepted(customer.get(customer.path))
    assert has_password(customer) is True
    refused(sign_in(shop, customer.email, NEW), 401)
    accepted(sign_in(shop, customer.email, PASSWORD), 201)


def test_the_second_password_needs_the_first(shop, identity, person, someone):
    accepted(choose(person), 204)
    again = identity.signed_in(someone)
    refused(choose(again, PASSWORD), 422, "/current")
    accepted(choose(again, PASSWORD, current=NEW), 204)
    accepted(sign_in(shop, someone.email, PASSWORD), 201)


def test_a_first_password_that_does_not_fit_is_422_and_changes_nothing(person):
    for new in ("", "123456789", "p" * 129, *GUESSED_FIRST):
        refused(choose(person, new), 422, "/new")
    assert has_password(person) is False


def test_of_two_first_passwords_at_once_one_counts(shop, person, someone):
    chosen = [NEW, PASSWORD]
    answers = at_once(*[lambda new=new: choose(person, new) for new in chosen])
    statuses = [answer.status_code for answer in answers]
    assert statuses.count(204) == 1 and set(statuses) <= {204, 401, 422}, statuses
    won = statuses.index(204)
    refused(sign_in(shop, someone.email, chosen[1 - won]), 401)
    accepted(sign_in(shop, someone.email, chosen[won]), 201)


def test_nobody_else_chooses_it(shop, person, someone, other_customer, staff, anyone):
    path = f"{person.path}/password"
    refused(anyone.put(path, {"new": NEW}), 401)
    refused(other_customer.put(path, {"new": NEW}), 404)
    refused(staff.put(path, {"new": NEW}), 404)
    refused(sign_in(shop, someone.email, NEW), 401)
    assert has_password(person) is False
