"""The acts on accounts."""

from tests.contract.client import Person
from tests.contract.lives import an_order_that_is
from tests.contract.readings import order_of
from tests.contract.steps import (
    PASSWORD,
    a_customer,
    a_product,
    accepted,
    listed,
    sign_in,
    signed_in,
    unique,
)

from .acts import COMMAND, reaches, same
from .insist import insist_on

OTHER = "another horse battery staple"


def _email():
    return f"{unique('grace')}@example.org"


@reaches("sign_up")
def signing_up(site, committed):
    wanted = {"email": _email(), "name": "Grace Hopper", "password": PASSWORD}
    yield "shop"
    insist_on(lambda: site.shop.call("POST", "/users", json=wanted), 409 if committed else 201)
    yield
    same([each["email"] for each in listed(site.staff, "/users")].count(wanted["email"]), 1)
    signed_in(site.shop, wanted["email"], PASSWORD)


@reaches("change_user")
def changing_name_and_email(site, committed):
    customer = a_customer(site.shop)
    wanted = {"email": _email(), "name": "Grace Hopper"}
    yield "shop"
    insist_on(lambda: customer.put(customer.path, wanted), 200)
    yield
    now = accepted(customer.get(customer.path))
    same({"email": now["email"], "name": now["name"]}, wanted)
    signed_in(site.shop, wanted["email"], PASSWORD)


@reaches("change_password")
def changing_the_password(site, committed):
    customer = a_customer(site.shop)
    path, wanted = f"{customer.path}/password", {"current": PASSWORD, "new": OTHER}
    yield "shop"
    insist_on(lambda: customer.put(path, wanted), 401 if committed else 204)
    yield
    same(sign_in(site.shop, customer.email, PASSWORD).status_code, 401)
    signed_in(site.shop, customer.email, OTHER)
    same(customer.get(customer.path).status_code, 401)  # the old token died with it


@reaches("close_account")
def closing_an_account(site, committed):
    customer, product = a_customer(site.shop), a_product(site.staff)
    order = an_order_that_is("confirmed", site.staff, customer, product)
    yield "shop"
    insist_on(lambda: customer.delete(customer.path), 401 if committed else 204)
    yield
    same(site.staff.get(customer.path).status_code, 404)
    same(order_of(site.staff, order)["status"], "confirmed")
    a_customer(site.shop, email=customer.email)  # it is free again


@reaches("set_roles")
def changing_roles(site, committed):
    """No role survives its removal, and the log has each change once."""
    person, path = a_customer(site.shop), "/audit"
    assert site.make_staff(person.email)
    accepted(person.get(path))
    admin = signed_in(site.shop, site.staff.email, site.staff.password)
    change = {"roles": ["support"]}
    yield "shop"
    insist_on(lambda: admin.put(f"{person.path}/roles", change), 200)
    same(person.get(path).status_code, 403)
    accepted(person.get("/users"))
    yield
    same(accepted(admin.get(person.path))["roles"], ["support"])
    of_person = [each for each in listed(admin, path) if each["user_id"] == person.id]
    same([each["after"] for each in of_person], [["support"], ["admin"]])


@reaches("make_staff")
def making_staff(site, committed):
    customer = a_customer(site.shop)
    yield COMMAND
    assert not site.make_staff(customer.email), "it did not die"
    assert site.make_staff(customer.email)
    yield
    accepted(Person(site.shop, token=customer.token).get("/users"))
