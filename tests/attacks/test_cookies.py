"""The session cookie, abused by pages of other sites, of other ports, and of other owners.

SameSite=Strict doesn't stop a page at another port of the same host: ports are no part of a site.
So these tests let the browser send the cookie along, as it would for such a page.
"""

import json

import pytest

from tests.contract.browser import (
    BY_COOKIE,
    MEANT,
    Browser,
    cookie_name,
    cookie_scope,
    parsed,
    sent,
    set_cookie,
)
from tests.contract.steps import a_customer, accepted, refused

EVIL = "evil.example"
TOKENS, REFRESH, CURRENT = "/tokens", "/tokens/refresh", "/tokens/current"
# What a page may send to another origin without asking first: no header of its own, and a body of
# one of three types (WHATWG Fetch, "CORS-safelisted request-header").
TYPES = ("text/plain", "application/x-www-form-urlencoded", "multipart/form-data; boundary=x")
PAGES = {
    "another site": {"Origin": f"https://{EVIL}", "Sec-Fetch-Site": "cross-site"},
    "another port": {"Origin": "http://127.0.0.1:9999", "Sec-Fetch-Site": "same-site"},
    "a sandboxed frame": {"Origin": "null", "Sec-Fetch-Site": "cross-site"},
}
FORWARDED = {
    "X-Forwarded-Host": EVIL,
    "X-Forwarded-Proto": "https",
    "X-Forwarded-Port": "443",
    "X-Forwarded-Prefix": "/evil",
    "Forwarded": f"host={EVIL};proto=https",
}

each_page = pytest.mark.parametrize("page", PAGES.values(), ids=PAGES)
short = pytest.mark.short


@pytest.fixture
def browser(shop, customer):
    """The victim's, signed in."""
    browser = Browser(shop)
    accepted(browser.sign_in(customer), 201)
    return browser


def value(browser):
    (cookie,) = browser.jar
    return cookie.value


def without_time(attributes):
    return {name: value for name, value in attributes.items() if name != "max-age"}


def goes_on(browser, before):
    """The cookie is as it was, and was not used up: else this refresh would end the session."""
    assert value(browser) == before
    accepted(browser.refresh(), 201)


@short
@each_page
def test_a_page_of_others_can_not_refresh(browser, page):
    before = value(browser)
    for kind in (*TYPES, "application/json"):
        headers = {**page, "Content-Type": kind}
        for body in (json.dumps(BY_COOKIE).encode(), b"session=cookie", b""):
            answer = browser.call("POST", REFRESH, data=body, headers=headers)
            assert answer.status_code in (400, 401, 415, 422), (headers, body)
            assert set_cookie(answer) is None
    goes_on(browser, before)


@short
@each_page
def test_a_page_of_others_can_not_sign_out(browser, customer, page):
    before = value(browser)
    for method, path in (("DELETE", CURRENT), ("POST", CURRENT), ("GET", CURRENT)):
        answer = browser.call(method, path, headers=page)
        assert answer.status_code in (401, 405), (method, page)
        assert set_cookie(answer) is None
    override = {**page, "X-HTTP-Method-Override": "DELETE"}
    refused(browser.call("POST", f"{CURRENT}?_method=DELETE", headers=override), 405)
    goes_on(browser, before)


@short
@each_page
def test_a_page_of_others_can_not_sign_the_victim_in_as_somebody_else(shop, browser, page):
    """Login CSRF: the victim would shop, and pay, on the thief's account."""
    before, thief = value(browser), a_customer(shop)
    wanted = json.dumps({"email": thief.email, "password": thief.password, **BY_COOKIE}).encode()
    for kind in TYPES:
        answer = browser.call("POST", TOKENS, data=wanted, headers={**page, "Content-Type": kind})
        refused(answer, 415)
        assert set_cookie(answer) is None
    goes_on(browser, before)


@short
@each_page
@pytest.mark.parametrize("path", [TOKENS, REFRESH, CURRENT])
def test_no_page_of_others_is_allowed_the_header(shop, page, path):
    """The preflight, without which a browser sends neither the header nor JSON nor DELETE."""
    for method in ("POST", "DELETE"):
        for wanted in ("x-shop-session", "content-type", "x-shop-session,content-type"):
            asked = {"Access-Control-Request-Method": method}
            asked |= {"Access-Control-Request-Headers": wanted, **page}
            answer = shop.call("OPTIONS", path, headers=asked)
            allowed = [name for name in answer.headers if name.lower().startswith("access-control")]
            assert allowed == [], (asked, answer.headers)


@short
def test_no_page_of_others_may_read_the_answer(browser):
    for page in PAGES.values():
        answer = browser.refresh({**MEANT, **page})
        allowed = [name for name in answer.headers if name.lower().startswith("access-control")]
        assert allowed == [], answer.headers


@short
def test_a_thiefs_cookie_beside_the_victims_signs_nobody_in(shop, browser, customer):
    """Cookie tossing: any port of the host can set a cookie of this name for a longer path."""
    before, thief = value(browser), Browser(shop)
    accepted(thief.sign_in(a_customer(shop)), 201)
    for pair in ((value(thief), before), (before, value(thief))):
        answer = shop.call("POST", REFRESH, json=BY_COOKIE, headers=sent(shop, *pair))
        refused(answer, 401)
        assert set_cookie(answer) is None
        refused(shop.call("DELETE", CURRENT, headers=sent(shop, *pair)), 401)
    goes_on(browser, before)
    accepted(thief.refresh(), 201)


@short
def test_no_header_of_a_request_changes_the_scope_of_the_cookie(shop, wire, customer):
    wanted = {"email": customer.email, "password": customer.password, **BY_COOKIE}
    answer = shop.call("POST", TOKENS, json=wanted, headers=FORWARDED)
    accepted(answer, 201)
    assert set_cookie(answer).name == cookie_name(shop)
    assert without_time(set_cookie(answer).attributes) == cookie_scope(shop)
    body = json.dumps(wanted).encode()
    headers = [("Content-Type", "application/json"), ("Content-Length", len(body))]
    for host in (EVIL, "localhost:1", "localhost"):
        request = wire.request("POST", TOKENS, [*headers, ("Connection", "close")], body, host=host)
        (got,) = wire.send(request)
        if got.status == 400:
            continue  # stage 3 knows its names
        told = parsed(got.headers["set-cookie"])
        assert told.name == cookie_name(shop), host
        assert without_time(told.attributes) == cookie_scope(shop), host


@short
def test_no_cookie_of_a_request_becomes_one_of_the_answer(shop, wire):
    body = json.dumps(BY_COOKIE).encode()
    for odd in ("x; Path=/; Domain=evil.example", "x%0d%0aSet-Cookie:%20a=b", "<script>", '"x"'):
        headers = [("Cookie", f"{cookie_name(shop)}={odd}"), *MEANT.items()]
        headers += [("Content-Type", "application/json"), ("Content-Length", len(body))]
        for method, path in (("POST", REFRESH), ("DELETE", CURRENT)):
            request = wire.request(method, path, [*headers, ("Connection", "close")], body)
            for answer in wire.send(request, quiet=0.5):
                told = answer.headers.get("set-cookie", "")
                assert "evil" not in told and "script" not in told and "a=b" not in told, odd
                assert answer.status in (401, 204), (odd, answer)


@short
def test_no_log_tells_a_cookie(stage, browser):
    seen = {value(browser)}
    for _ in range(2):
        accepted(browser.refresh(), 201)
        seen.add(value(browser))
    accepted(browser.sign_out(), 204)
    for log in (stage.data / "logs").glob("*"):
        text = log.read_text(encoding="utf-8", errors="replace")
        assert not [token for token in seen if token in text], log.name
