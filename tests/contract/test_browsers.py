"""Browser sessions: the refresh token is in a cookie that no script can read or other site use."""

import pytest

from .browser import BY_COOKIE, MEANT, MONTH, Browser, cookie_name, cookie_scope, sent, set_cookie
from .representations import SOME_TEXT
from .steps import PASSWORD, accepted, at_once, refused, sign_in, signed_in
from .version import BASE

IN_BODY = {"access_token": SOME_TEXT, "token_type": "Bearer", "expires_in": 900}
# The headers that a browser adds when a page of the shop sends a request.
OF_A_PAGE = {"Sec-Fetch-Site": "same-origin", "Sec-Fetch-Mode": "cors", "Sec-Fetch-Dest": "empty"}
NOT_MEANT = [{}, *({"X-Shop-Session": text} for text in ("", "Cookie", "cookies", "1", "body"))]


@pytest.fixture
def browser(shop, customer):
    """A browser that is signed in."""
    browser = Browser(shop)
    accepted(browser.sign_in(customer), 201)
    return browser


def token(browser):
    """The refresh token in the browser's cookie."""
    (cookie,) = browser.jar
    assert cookie.name == cookie_name(browser)
    return cookie.value


def refresh(shop, *values):
    """Send a refresh whose cookie has this value."""
    return shop.call("POST", "/tokens/refresh", json=BY_COOKIE, headers=sent(shop, *values))


def sets_no_cookie(response):
    assert set_cookie(response) is None
    return response


def is_alive(customer, pair):
    accepted(customer.call("GET", customer.path, token=pair["access_token"]))


def is_dead(customer, pair):
    refused(customer.call("GET", customer.path, token=pair["access_token"]), 401)
    refused(customer.call("GET", f"{customer.path}/orders", token=pair["access_token"]), 401)


def test_the_refresh_token_is_in_the_cookie_and_nowhere_else(shop, customer):
    answer = Browser(shop).sign_in(customer)
    pair = accepted(answer, 201)
    assert pair == IN_BODY
    name, value, attributes = set_cookie(answer)
    assert name == cookie_name(shop)
    assert len(value) >= 22, "less than 128 random bits can be guessed"
    assert value not in answer.text
    assert attributes == cookie_scope(shop) | {"max-age": str(MONTH)}
    is_alive(customer, pair)


def test_a_client_that_asks_for_no_cookie_gets_none(shop, customer):
    for headers in ({}, MEANT):
        body = {"email": customer.email, "password": PASSWORD}
        answer = sets_no_cookie(shop.call("POST", "/tokens", json=body, headers=headers))
        body = {"refresh_token": accepted(answer, 201)["refresh_token"]}
        answer = shop.call("POST", "/tokens/refresh", json=body, headers=headers)
        assert accepted(sets_no_cookie(answer), 201)["refresh_token"]
    sets_no_cookie(customer.delete("/tokens/current"))


def test_a_refused_sign_in_sets_no_cookie(shop, customer):
    wrong = Browser(shop).sign_in(customer, password="wrong password")
    refused(sets_no_cookie(wrong), 401)


def test_each_refresh_sets_the_next_cookie(browser, customer):
    known = {token(browser)}
    for _ in range(3):
        answer = browser.refresh()
        pair = accepted(answer, 201)
        assert pair == IN_BODY
        assert set_cookie(answer).attributes == cookie_scope(browser) | {"max-age": str(MONTH)}
        assert set_cookie(answer).value == token(browser)
        assert token(browser) not in answer.text
        is_alive(customer, pair)
        known.add(token(browser))
    assert len(known) == 4


def test_a_page_of_the_shop_itself_may_use_the_cookie(shop, browser):
    origin = shop.url.partition(BASE)[0]
    page = {**OF_A_PAGE, "Origin": origin, "Referer": f"{origin}/cart"}
    accepted(browser.refresh({**MEANT, **page}), 201)
    accepted(browser.sign_out({**MEANT, **page}), 204)


@pytest.mark.parametrize("headers", NOT_MEANT, ids=str)
def test_without_the_header_the_cookie_counts_for_nothing(browser, customer, headers):
    """A page of another site can make the browser send the cookie, but not the header."""
    before = token(browser)
    refused(sets_no_cookie(browser.refresh(headers)), 401)
    refused(sets_no_cookie(browser.sign_out(headers)), 401)
    assert token(browser) == before
    is_alive(customer, accepted(browser.refresh(), 201))


def test_a_cookie_used_again_kills_its_whole_family(shop, browser, customer):
    first = token(browser)
    pair = accepted(browser.refresh(), 201)
    refused(sets_no_cookie(refresh(shop, first)), 401)
    is_dead(customer, pair)
    refused(browser.refresh(), 401)
    is_alive(customer, {"access_token": customer.token})


def test_a_cookie_sent_five_times_at_once_is_taken_once_at_most(shop, browser, customer):
    first = token(browser)
    answers = at_once(*[lambda: refresh(shop, first)] * 5)
    taken = [answer for answer in answers if answer.status_code == 201]
    assert len(taken) <= 1
    for answer in taken:
        refused(refresh(shop, set_cookie(answer).value), 401)
        is_dead(customer, accepted(answer, 201))
    for answer in answers:
        if answer not in taken:
            refused(sets_no_cookie(answer), 401)


def test_what_is_no_cookie_of_the_shop_is_401(shop, browser):
    good = token(browser)
    for value in ("", "x", good[:-1], f"{good}x", f'"{good}"', f"{good} x", "x" * 501, "' OR 1=1"):
        refused(refresh(shop, value), 401)
    refused(refresh(shop), 401)
    other = {**MEANT, "Cookie": f"session={good}; shop={good}; x{cookie_name(shop)}={good}"}
    refused(shop.call("POST", "/tokens/refresh", json=BY_COOKIE, headers=other), 401)
    accepted(refresh(shop, good), 201)


def test_a_cookie_that_comes_twice_is_401(shop, browser, customer):
    """Another port of the host may have set one of them, and the shop can't tell which."""
    thief = Browser(shop)
    accepted(thief.sign_in(customer), 201)
    refused(refresh(shop, token(thief), token(browser)), 401)
    refused(refresh(shop, token(browser), token(browser)), 401)
    accepted(browser.refresh(), 201)


def test_other_cookies_of_the_host_are_passed_over(shop, browser):
    others = f'a={{"b": "c,d"}}; {cookie_name(shop)}={token(browser)};e; f='
    headers = {**MEANT, "Cookie": others}
    accepted(shop.call("POST", "/tokens/refresh", json=BY_COOKIE, headers=headers), 201)


def test_the_cookie_opens_nothing_but_a_refresh(shop, browser, customer):
    for path in (customer.path, f"{customer.path}/cart", "/orders"):
        refused(shop.call("GET", path, headers=sent(shop, token(browser))), 401)
    accepted(browser.refresh(), 201)


def test_signing_out_kills_the_session_and_deletes_the_cookie(shop, browser, customer):
    elsewhere = signed_in(shop, customer.email, PASSWORD)
    last = token(browser)
    pair = accepted(browser.refresh(), 201)
    answer = browser.sign_out()
    accepted(answer, 204)
    name, value, attributes = set_cookie(answer)
    assert (name, value) == (cookie_name(shop), "")
    assert attributes == cookie_scope(shop) | {"max-age": "0"}
    assert list(browser.jar) == []
    is_dead(customer, pair)
    refused(refresh(shop, last), 401)
    is_alive(customer, {"access_token": elsewhere.token})


def test_signing_out_by_cookie_needs_no_access_token_and_no_good_one(shop, customer):
    for access_token in (None, "long.dead.token", customer.token):
        browser = Browser(shop)
        pair = accepted(browser.sign_in(customer), 201)
        accepted(browser.sign_out(token=access_token), 204)
        is_dead(customer, pair)
    is_alive(customer, {"access_token": customer.token})


def test_a_dead_session_is_signed_out_of_all_the_same(shop, browser, customer):
    used = token(browser)
    pair = accepted(browser.refresh(), 201)
    for _ in range(2):
        answer = shop.call("DELETE", "/tokens/current", headers=sent(shop, used))
        accepted(answer, 204)
        assert set_cookie(answer).attributes["max-age"] == "0"
        is_dead(customer, pair)


def test_signing_out_by_cookie_needs_one(shop):
    refused(sets_no_cookie(Browser(shop).sign_out()), 401)


def test_signing_out_by_access_token_leaves_the_cookie(shop, browser, customer):
    accepted(sets_no_cookie(browser.sign_out(headers={}, token=customer.token)), 204)
    accepted(browser.refresh(), 201)


@pytest.mark.parametrize("session", ["", "Cookie", "body", None, True, ["cookie"], {}], ids=str)
def test_a_session_of_another_kind_is_422(shop, customer, session):
    refused(sign_in(shop, customer.email, PASSWORD, session=session), 422, "/session")
    refused(shop.call("POST", "/tokens/refresh", json={"session": session}), 422, "/session")


def test_a_refresh_has_one_token_and_not_two(shop, browser, customer):
    both = {"refresh_token": customer.refresh_token, **BY_COOKIE}
    for body in (both, {}):
        refused(
            browser.call("POST", "/tokens/refresh", json=body, headers=MEANT), 422, "/refresh_token"
        )
    refused(browser.call("POST", "/tokens/refresh", data=b"{", headers=MEANT), 415)
    body = {"refresh_token": customer.refresh_token}
    answer = browser.call("POST", "/tokens/refresh", json=body, headers=MEANT)
    assert accepted(sets_no_cookie(answer), 201)["refresh_token"]
    accepted(browser.refresh(), 201)
