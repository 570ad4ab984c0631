"""Accounts: signing up, reading one, listing all."""

import pytest

from .people import BAD_EMAILS, GUESSED_FIRST, a_person, of_length, the_user
from .steps import (
    LISTED,
    PASSWORD,
    a_customer,
    accepted,
    eventually,
    listed,
    located,
    refused,
    sign_in,
    signed_in,
)


def test_who_signs_up_is_a_customer_and_found_at_the_location(anyone, shop):
    wanted = a_person()
    answer = anyone.post("/users", wanted)
    user = accepted(answer, 201)
    assert user == the_user(wanted["email"])
    customer = signed_in(shop, wanted["email"], wanted["password"])
    assert customer.id == user["id"]
    assert located(answer) == customer.path
    assert accepted(customer.get(located(answer))) == user


@pytest.mark.parametrize(
    "fields",
    [
        {"name": "A"},
        {"name": "N" * 200},
        {"name": "\U0001f600" * 200},
        {"password": "7391846205"},
        {"password": "pq" * 64},
        {"password": "\U0001f600\U0001f512" * 5},
        {"password": "üö" * 64},
        {"password": "  spaces  count  "},
        {"password": 'quotes " and \\ and \n too'},
        {"name": "'; DROP TABLE users; --"},
    ],
    ids=lambda fields: ascii(fields)[:40],
)
def test_names_and_passwords_to_the_limit_are_taken(anyone, shop, fields):
    wanted = a_person(**fields)
    user = accepted(anyone.post("/users", wanted), 201)
    assert user["name"] == wanted["name"]
    customer = signed_in(shop, wanted["email"], wanted["password"])
    assert accepted(customer.get(customer.path)) == user


@pytest.mark.parametrize(
    ("field", "value"),
    [("email", email) for email in BAD_EMAILS]
    + [
        ("name", ""),
        ("name", " \t\n"),
        ("name", "N" * 201),
        ("name", "a\0b"),
        ("password", ""),
        ("password", "123456789"),
        ("password", "\U0001f600" * 9),
        ("password", "p" * 129),
        ("password", "7391846205\0"),
        *[("password", password) for password in GUESSED_FIRST],
    ],
    ids=lambda value: ascii(value)[:30],
)
def test_what_does_not_fit_is_422_and_makes_nobody(anyone, shop, field, value):
    wanted = a_person(**{field: value})
    refused(anyone.post("/users", wanted), 422, f"/{field}")
    if field != "email":  # an invalid e-mail can't sign in
        refused(sign_in(shop, wanted["email"], PASSWORD), 401)


def test_every_fault_is_named_at_once(anyone):
    problem = refused(anyone.post("/users", {"email": "x", "name": "", "role": "staff"}), 422)
    pointers = [error["pointer"] for error in problem["errors"]]
    assert sorted(pointers) == ["/email", "/name", "/password", "/role"]


def test_email_and_name_are_trimmed_and_the_password_is_not(anyone, shop):
    email = a_person()["email"]
    wanted = a_person(email=f" \t{email}\n", name="  Ada \u3000", password="  ten long  ")
    user = accepted(anyone.post("/users", wanted), 201)
    assert user == the_user(email, name="Ada")
    refused(sign_in(shop, email, "ten long"), 401)
    refused(sign_in(shop, email, "  ten long"), 401)
    customer = signed_in(shop, email, "  ten long  ")
    assert accepted(customer.get(customer.path)) == user


def test_a_limit_is_counted_after_trimming(anyone):
    padded = a_person(name=" " + "N" * 200 + " ", email=f" {of_length(254)} ")
    assert accepted(anyone.post("/users", padded), 201)["name"] == "N" * 200


def test_a_person_is_read_by_himself_and_by_staff_only(customer, other_customer, staff, anyone):
    user = accepted(customer.get(customer.path))
    assert user == the_user(customer.email, id=customer.id)
    assert accepted(staff.get(customer.path)) == user
    refused(other_customer.get(customer.path), 404)
    refused(anyone.get(customer.path), 401)
    assert accepted(staff.get(staff.path))["role"] == "staff"


def test_staff_list_everybody_newest_first(shop, staff, customer):
    people = [a_customer(shop, name=f"Person {number}") for number in range(3)]

    def check():
        newest = accepted(staff.get("/users", params={"limit": 100}))
        ids = [user["id"] for user in newest]
        assert ids == sorted(ids, reverse=True)
        mine = [user for user in newest if user["id"] in [person.id for person in people]]
        assert mine == [accepted(person.get(person.path)) for person in people[::-1]]

    eventually(check, LISTED)
    refused(customer.get("/users"), 403)


def test_staff_page_through_everybody_once(shop, staff):
    people = [a_customer(shop).id for _ in range(4)]
    ids = eventually(lambda: walk_to(staff, people[0]), LISTED)
    assert len(ids) == len(set(ids))
    assert [user_id for user_id in ids if user_id in people] == people[::-1]


def walk_to(staff, oldest):
    """The ids of the list, read in pages of three, down to one of them."""
    ids = []
    for user in listed(staff, "/users", limit=3):
        ids.append(user["id"])
        if user["id"] <= oldest:
            break
    assert ids[-1] == oldest
    return ids
