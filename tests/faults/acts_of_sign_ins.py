"""The acts on sign-ins and second factors."""

import time
from functools import partial

import pyotp

from tests.contract.browser import Browser, sent
from tests.contract.steps import PASSWORD, a_customer, accepted, sign_in

from .acts import reaches, same
from .insist import data, insist_on

STEP = 30  # seconds for which a one-time code is current


def _status_of_sign_in(site, person):
    return sign_in(site.shop, person.email, person.password).status_code


@reaches("sign_in")
def signing_in(site, committed):
    customer = a_customer(site.shop)
    yield "shop"
    tokens = data(insist_on(lambda: sign_in(site.shop, customer.email, PASSWORD), 201))
    yield
    accepted(site.shop.call("GET", customer.path, token=tokens["access_token"]))


@reaches("refresh")
def refreshing_a_token(site, committed):
    customer = a_customer(site.shop)
    body = {"refresh_token": customer.refresh_token}
    yield "shop"
    send = partial(site.shop.call, "POST", "/tokens/refresh", json=body)
    answer = insist_on(send, 401 if committed else 201)
    yield
    # It was used and the response was lost: using it again ends the session.
    token = customer.token if committed else data(answer)["access_token"]
    now = site.shop.call("GET", customer.path, token=token)
    same(now.status_code, 401 if committed else 200)


@reaches("sign_out")
def signing_out(site, committed):
    customer = a_customer(site.shop)
    yield "shop"
    insist_on(lambda: customer.delete("/tokens/current"), 401 if committed else 204)
    yield
    same(customer.get(customer.path).status_code, 401)
    same(_status_of_sign_in(site, customer), 201)


@reaches("sign_out_of")
def signing_out_by_cookie(site, committed):
    """Signing out again is 204 too, since the session has ended."""
    browser = Browser(site.shop)
    accepted(browser.sign_in(a_customer(site.shop)), 201)
    (cookie,) = browser.jar
    headers = sent(site.shop, cookie.value)
    yield "shop"
    insist_on(lambda: site.shop.call("DELETE", "/tokens/current", headers=headers), 204)
    yield
    same(browser.refresh().status_code, 401)


@reaches("forget_sessions", "forget_attempts", "forget_authorizations", "forget_clicks")
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
    same(accepted(customer.get(customer.path))["mfa_enabled"], True)
    same(_status_of_sign_in(site, customer), 401)


@reaches("turn_mfa_off")
def turning_a_second_factor_off(site, committed):
    customer, codes = _someone_with_codes(site)
    path, now = f"{customer.path}/mfa", time.time()
    accepted(customer.put(path, {"otp": codes.at(now)}), 204)
    code = {"otp": codes.at(now + STEP)}  # each code works once
    yield "shop"
    insist_on(lambda: customer.delete(path, code), 409 if committed else 204)
    yield
    same(accepted(customer.get(customer.path))["mfa_enabled"], False)
    same(_status_of_sign_in(site, customer), 201)
