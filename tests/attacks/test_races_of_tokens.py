"""Races: what works once works once, also for those who send it twice at the same moment."""

import time

import pyotp
import pytest

from tests.contract.steps import (
    PASSWORD,
    a_customer,
    a_product,
    accepted,
    at_once,
    eventually,
    place,
    put_in_cart,
    settled,
    sign_in,
    unique,
)

TIMES = 8


def statuses(call, times=TIMES):
    return sorted(answer.status_code for answer in at_once(*[call] * times))


@pytest.mark.short
def test_a_refresh_token_works_once(shop):
    customer = a_customer(shop)
    body = {"refresh_token": customer.refresh_token}
    answers = at_once(*[lambda: shop.call("POST", "/tokens/refresh", json=body)] * TIMES)
    assert sorted(answer.status_code for answer in answers)[1:] == [401] * (TIMES - 1)

    def is_dead():
        assert customer.get(customer.path).status_code == 401

    eventually(is_dead, within=1)  # it was used twice: its whole family is revoked


@pytest.mark.short
def test_a_code_works_once(shop):
    customer = a_customer(shop)
    totp = pyotp.parse_uri(accepted(customer.post(f"{customer.path}/mfa"), 201)["otpauth_uri"])
    accepted(customer.put(f"{customer.path}/mfa", {"otp": totp.at(time.time())}), 204)
    code = totp.at(time.time() + 30)
    got = statuses(lambda: sign_in(shop, customer.email, PASSWORD, otp=code), 5)
    assert got[0] == 201 and set(got[1:]) <= {401, 409}, got


@pytest.mark.short
def test_a_key_and_a_cart_buy_once(shop, staff):
    customer, product, key = a_customer(shop), a_product(staff), unique("key")
    put_in_cart(customer, product)
    got = at_once(*[lambda: place(customer, key=key)] * 4, *[lambda: place(customer)] * 4)
    made = {accepted(answer, 201)["id"] for answer in got if answer.status_code == 201}
    assert len(made) == 1
    assert {answer.status_code for answer in got} <= {201, 409, 422}


def test_the_last_one_is_sold_once(shop, staff):
    product = a_product(staff, stock=1)
    crowd = [a_customer(shop) for _ in range(6)]
    for each in crowd:
        put_in_cart(each, product)
    answers = at_once(*[lambda each=each: place(each) for each in crowd])
    orders = [settled(p, accepted(a, 201)) for p, a in zip(crowd, answers, strict=True)]
    assert sorted(order["status"] for order in orders) == ["confirmed", *["rejected"] * 5]


def test_an_email_is_taken_once(shop):
    body = {"email": f"{unique('ada')}@example.org", "name": "Ada", "password": PASSWORD}
    assert statuses(lambda: shop.call("POST", "/users", json=body), 6) == [201, *[409] * 5]


def test_a_sign_out_beats_everything_sent_after_it(shop):
    """What was refreshed or begun meanwhile is dead as well."""
    for _ in range(4):
        customer = a_customer(shop)
        body = {"refresh_token": customer.refresh_token}
        out, fresh = at_once(
            lambda c=customer: c.delete("/tokens/current"),
            lambda b=body: shop.call("POST", "/tokens/refresh", json=b),
        )
        assert (out.status_code, fresh.status_code in (201, 401)) == (204, True)
        if fresh.status_code == 201:
            token = accepted(fresh, 201)["access_token"]
            assert shop.call("GET", customer.path, token=token).status_code == 401
