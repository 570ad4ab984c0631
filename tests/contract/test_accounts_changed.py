"""Changing one's own name and e-mail."""

from functools import partial

import pytest

from .people import BAD_EMAILS, a_person, same_address, the_user
from .steps import (
    PASSWORD,
    a_customer,
    accepted,
    at_once,
    refused,
    sign_in,
    signed_in,
)


def test_a_changed_person_is_read_back(customer, staff, shop):
    before = accepted(customer.get(customer.path))
    wanted = {"email": a_person()["email"], "name": "Augusta Ada King"}
    after = accepted(customer.put(customer.path, wanted))
    assert after == {**before, **wanted}
    assert accepted(customer.get(customer.path)) == after
    assert accepted(staff.get(customer.path)) == after
    refused(sign_in(shop, before["email"], PASSWORD), 401)
    assert signed_in(shop, wanted["email"], PASSWORD).id == customer.id


def test_an_email_that_was_changed_is_free_for_another(customer, anyone, shop):
    accepted(customer.put(customer.path, {"email": a_person()["email"], "name": "Ada"}))
    other = accepted(anyone.post("/users", a_person(email=customer.email)), 201)
    assert other["id"] != customer.id
    assert signed_in(shop, customer.email, PASSWORD).id == other["id"]


def test_ones_own_email_may_be_written_anew(customer):
    for email in same_address(customer.email):
        changed = accepted(customer.put(customer.path, {"email": email, "name": "Ada"}))
        assert changed == accepted(customer.get(customer.path))
        assert changed["email"] == email


def test_another_persons_email_is_409_in_every_way_of_writing_it(customer, other_customer, shop):
    before = accepted(customer.get(customer.path))
    for email in [other_customer.email, *same_address(other_customer.email)]:
        refused(customer.put(customer.path, {"email": email, "name": "Thief"}), 409)
    assert accepted(customer.get(customer.path)) == before
    assert signed_in(shop, other_customer.email, PASSWORD).id == other_customer.id
    assert signed_in(shop, customer.email, PASSWORD).id == customer.id


def test_a_change_that_does_not_fit_is_422_and_changes_nothing(customer):
    before = accepted(customer.get(customer.path))
    for email in BAD_EMAILS:
        wanted = {"email": email, "name": "Augusta"}
        refused(customer.put(customer.path, wanted), 422, "/email")
    for name in ("", " ", "N" * 201, "a\0b"):
        wanted = {"email": a_person()["email"], "name": name}
        refused(customer.put(customer.path, wanted), 422, "/name")
    assert accepted(customer.get(customer.path)) == before


def test_two_who_change_to_one_email_at_once_do_not_both_get_it(shop):
    people, email = [a_customer(shop) for _ in range(4)], a_person()["email"]
    wanted = {"email": email, "name": "Ada"}
    answers = at_once(*[partial(person.put, person.path, wanted) for person in people])
    assert sorted(answer.status_code for answer in answers) == [200, 409, 409, 409]
    now = [accepted(person.get(person.path))["email"] for person in people]
    assert now.count(email) == 1
    assert signed_in(shop, email, PASSWORD).id == people[now.index(email)].id


@pytest.mark.parametrize(
    "field", ["role", "id", "mfa_enabled", "password", "is_staff", "created_at"]
)
def test_nobody_makes_himself_staff(anyone, customer, shop, field):
    wanted = a_person(**{field: "staff"})
    if field != "password":
        refused(anyone.post("/users", wanted), 422, f"/{field}")
        refused(sign_in(shop, wanted["email"], PASSWORD), 401)
    change = {"email": customer.email, "name": "Ada", field: "staff"}
    refused(customer.put(customer.path, change), 422, f"/{field}")
    assert accepted(customer.get(customer.path)) == the_user(customer.email, id=customer.id)
    refused(customer.get("/users"), 403)
