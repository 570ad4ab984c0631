"""The acts on accounts, sign-ins and second factors."""

import time

import pyotp

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

from .acts import reaches
from .insist import data, insist_on

STEP = 30  # seconds that a one-time code is that of the moment
OTHER = "another horse battery staple"


def _email():
    return f"{unique('grace')}@example.org"


def _status_of_sign_in(site, person, **more):
    return sign_in(site.shop, person.email, person.password, **more).status_code


@reaches("sign_up")
def signing_up(site, committed):
    wanted = {"email": _email(), "name": "Grace Hopper", "password": PASSWORD}
    yield "shop"
    insist_on(lambda: site.shop.call("POST", "/users", json=wanted), 409 if committed else 201)
    yield
    assert (
        len([one for one in listed(site.staff, "/users") if one["email"] == wanted["email"]]) == 1
    )
    signed_in(site.shop, wanted["email"], PASSWORD)


@reaches("sign_in")
def signing_in(site, committed):
    customer = a_customer(site.shop)
    yield "shop"
    tokens = data(insist_on(lambda: sign_in(site.shop, customer.email, PASSWORD), 201))
    yield
    accepted(site.shop.call("GET", customer.path, token=tokens["access_token"]))


@reaches("change_user")
def changing_name_and_email(site, committed):
    customer = a_customer(site.shop)
    wanted = {"email": _email(), "name": "Grace Hopper"}
    yield "shop"
    insist_on(lambda: customer.put(customer.path, wanted), 200)
    yield
    assert accepted(customer.get(customer.path)) | wanted == accepted(customer.get(customer.path))
    signed_in(site.shop, wanted["email"], PASSWORD)


@reaches("change_password")
def changing_the_password(site, committed):
    customer = a_customer(site.shop)
    path, wanted = f"{customer.path}/password", {"current": PASSWORD, "new": OTHER}
    yield "shop"
    insist_on(lambda: customer.put(path, wanted), 401 if committed else 204)
    yield
    assert _status_of_sign_in(site, customer) == 401
    signed_in(site.shop, customer.email, OTHER)
    assert customer.get(customer.path).status_code == 401  # the old token died with it


@reaches("close_account")
def closing_an_account(site, committed):
    customer, product = a_customer(site.shop), a_product(site.staff)
    order = an_order_that_is("confirmed", site.staff, customer, product)
    yield "shop"
    insist_on(lambda: customer.delete(customer.path), 401 if committed else 204)
    yield
    assert site.staff.get(customer.path).status_code == 404
    assert order_of(site.staff, order)["status"] == "confirmed"
    a_customer(site.shop, email=customer.email)  # it is free again


@reaches("refresh")
def refreshing_a_token(site, committed):
    customer = a_customer(site.shop)
    body = {"refresh_token": customer.refresh_token}
    yield "shop"
    send = lambda: site.shop.call("POST", "/tokens/refresh", json=body)  # noqa: E731
    answer = insist_on(send, 401 if committed else 201)
    yield
    # Used once and its answer lost: used again, it ends the session.
    token = customer.token if committed else data(answer)["access_token"]
    now = site.shop.call("GET", customer.path, token=token)
    assert now.status_code == (401 if committed else 200)


@reaches("sign_out")
def signing_out(site, committed):
    customer = a_customer(site.shop)
    yield "shop"
    insist_on(lambda: customer.delete("/tokens/current"), 401 if committed else 204)
    yield
    assert customer.get(customer.path).status_code == 401
    assert _status_of_sign_in(site, customer) == 201


@reaches("forget_sessions")
def starting(site, committed):
    customer = a_customer(site.shop)
    yield "shop"
    site.kill("shop")
    yield
    accepted(customer.get(customer.path))


@reaches("begin_mfa")
def beginning_a_second_factor(site, committed):
    customer = a_customer(site.shop)
    yield "shop"
    begun = data(insist_on(lambda: customer.post(f"{customer.path}/mfa"), 201))
    yield
    code = pyotp.parse_uri(begun["otpauth_uri"]).now()
    accepted(customer.put(f"{customer.path}/mfa", {"otp": code}), 204)


def _someone_with_codes(site):
    customer = a_customer(site.shop)
    begun = accepted(customer.post(f"{customer.path}/mfa"), 201)
    return customer, pyotp.parse_uri(begun["otpauth_uri"])


@reaches("turn_mfa_on")
def turning_a_second_factor_on(site, committed):
    customer, codes = _someone_with_codes(site)
    path, code = f"{customer.path}/mfa", {"otp": codes.now()}
    yield "shop"
    insist_on(lambda: customer.put(path, code), 409 if committed else 204)
    yield
    assert accepted(customer.get(customer.path))["mfa_enabled"]
    assert _status_of_sign_in(site, customer) == 401


@reaches("turn_mfa_off")
def turning_a_second_factor_off(site, committed):
    customer, codes = _someone_with_codes(site)
    path, now = f"{customer.path}/mfa", time.time()
    accepted(customer.put(path, {"otp": codes.at(now)}), 204)
    code = {"otp": codes.at(now + STEP)}  # each code works once
    yield "shop"
    insist_on(lambda: customer.delete(path, code), 409 if committed else 204)
    yield
    assert not accepted(customer.get(customer.path))["mfa_enabled"]
    assert _status_of_sign_in(site, customer) == 201


@reaches("make_staff")
def making_staff(site, committed):
    customer = a_customer(site.shop)
    yield "the command"
    assert not site.make_staff(customer.email), "it did not die"
    assert site.make_staff(customer.email)
    yield
    accepted(Person(site.shop, token=customer.token).get("/users"))
