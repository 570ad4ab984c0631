"""Sessions in a browser: sign-in with a code, tabs that take turns, and the ways out."""

import re

import pyotp
import pytest
import zxingcpp

from tests.contract.steps import a_customer, a_product, put_in_cart

from .steps import on_screen
from .tab import expect

TABS = 5


def test_a_wrong_password_says_so_and_the_right_one_works(tab, customer):
    tab.expects(401)
    tab.open("/sign-in")
    tab.fill("Email", customer.email)
    tab.fill("Password", "not this one at all")
    tab.click("Sign in", exact=True)
    tab.sees("Wrong email, password, or one-time code.")
    tab.fill("Password", customer.password)
    tab.click("Sign in", exact=True)
    tab.is_signed_in()


def test_who_is_signed_in_stays_signed_in_over_a_reload_and_no_token_lies_about(tab, customer):
    tab.sign_in(customer)
    tab.page.reload()
    tab.is_signed_in()
    kept = tab.page.evaluate("JSON.stringify([localStorage, sessionStorage, document.cookie])")
    assert not re.search(r"eyJ|shop_", kept)
    (cookie,) = tab.page.context.cookies(f"{tab.site}/api/v1/tokens")
    assert cookie["httpOnly"]
    assert cookie["sameSite"] == "Strict"


@pytest.mark.short
def test_what_is_wrong_is_said_in_plain_words_and_taken_back_when_it_is_corrected(tab):
    tab.open("/sign-up")
    tab.click("Create account")
    for text in ("Enter your name.", "Enter your email address.", "Choose a password."):
        tab.sees(text)
    expect(tab.page.get_by_label("Name", exact=True)).to_be_focused()
    tab.fill("Name", "Grace Hopper")
    expect(tab.page.get_by_text("Enter your name.")).to_have_count(0)
    tab.fill("Email", "grace@example")
    tab.fill("Password", "short")
    tab.click("Create account")
    tab.sees("Use at least 10 characters.")
    tab.expects(422)  # what only the shop knows
    tab.fill("Password", "password1234")
    tab.click("Create account")
    tab.sees("Enter an email address like name@example.com.")
    tab.sees("Too many people use this password.")
    expect(tab.page.get_by_text("String should")).to_have_count(0)


def test_an_account_that_exists_leads_to_the_sign_in(tab, customer):
    tab.expects(409)
    tab.open("/sign-up?next=cart")
    tab.fill("Name", "Ada Lovelace")
    tab.fill("Email", customer.email)
    tab.fill("Password", customer.password)
    tab.click("Create account")
    tab.sees("There's already an account")
    tab.click("Sign in instead", role="link")
    tab.heading("Sign in")
    assert tab.page.url.endswith("?next=cart")


def test_staff_start_at_their_orders(tab, staff):
    tab.sign_in(staff)
    tab.page.wait_for_url("**/staff")
    tab.heading("Orders")


@pytest.mark.short
def test_two_step_sign_in_is_set_up_from_the_qr_code_and_then_asked_for(visit, customer):
    tab = visit()
    tab.sign_in(customer)
    tab.open("/account")
    tab.click("Set up")
    (found,) = zxingcpp.read_barcodes(on_screen(tab.page.get_by_role("img", name="QR code")))
    totp = pyotp.parse_uri(found.text)
    assert totp.name == customer.email
    tab.fill("One-time code", totp.now())
    tab.click("Turn on")
    tab.sees("Two-step sign-in is on.")

    other = visit()
    other.expects(401)
    other.open("/sign-in")
    other.fill("Email", customer.email)
    other.fill("Password", customer.password)
    other.click("Sign in", exact=True)
    other.sees("Wrong email, password, or one-time code.")
    other.fill("One-time code", totp.at(for_time=0, counter_offset=totp.timecode(_now()) + 1))
    other.click("Sign in", exact=True)
    other.is_signed_in()
    other.page.reload()
    other.is_signed_in()


def test_a_code_that_is_wrong_is_named_beside_its_field(tab, customer):
    tab.expects(422)
    tab.sign_in(customer)
    tab.open("/account")
    tab.click("Set up")
    tab.fill("One-time code", "000000")
    tab.click("Turn on")
    tab.sees("That code isn't valid now.")


@pytest.mark.parametrize("count", [2, pytest.param(TABS, marks=pytest.mark.short)])
def test_tabs_take_turns_at_the_one_cookie(visit, customer, staff, count):
    """Each opens at the same moment with nothing but the cookie; a second use of it would end the
    session of all of them."""
    product = a_product(staff)
    put_in_cart(customer, product)
    first = visit()
    first.sign_in(customer)
    context = first.page.context
    tabs = [first, *(visit.tab(context) for _ in range(count - 1))]
    for _ in range(2):
        for tab in tabs:
            tab.page.goto(f"{tab.site}/cart", wait_until="commit")
        for tab in tabs:
            tab.sees(product["name"])
    for tab in tabs:
        tab.page.reload()
        tab.sees(product["name"])


def test_a_second_tab_uses_what_the_first_received(visit, customer):
    first = visit()
    first.sign_in(customer)
    second, refreshed = visit.tab(first.page.context), []
    second.page.on("request", lambda request: refreshed.append(request.url))
    second.open("/account")
    second.sees(customer.email)
    assert not [url for url in refreshed if url.endswith("/tokens/refresh")]


def test_reloading_in_the_middle_of_a_refresh_keeps_the_session(tab, customer):
    tab.sign_in(customer)
    for _ in range(4):
        tab.page.goto(f"{tab.site}/account", wait_until="commit")
    tab.sees(customer.email)
    tab.page.reload()
    tab.sees(customer.email)


def test_signing_out_ends_it_in_every_tab(visit, customer):
    first = visit()
    first.sign_in(customer)
    second = visit.tab(first.page.context)
    for tab in (first, second):
        tab.open("/account")
        tab.sees(customer.email)
    first.click("Sign out", exact=True)
    for tab in (first, second):
        tab.heading("Sign in")
    first.page.reload()
    expect(first.page.locator("#nav").get_by_role("link", name="Sign in")).to_be_visible()


def test_signing_out_everywhere_ends_the_sessions_of_other_devices(visit, customer):
    laptop, phone = visit(), visit()
    laptop.sign_in(customer)
    phone.sign_in(customer)
    phone.expects(401)
    laptop.open("/account")
    laptop.click("Sign out everywhere")
    dialog = laptop.page.get_by_role("dialog")
    dialog.get_by_label("Password").fill(customer.password)
    dialog.get_by_role("button", name="Sign out everywhere").click()
    laptop.heading("Sign in")
    phone.open("/orders")
    phone.heading("Sign in")


def test_an_account_is_changed_and_deleted(tab, shop):
    person = a_customer(shop)
    tab.sign_in(person)
    tab.open("/account")
    tab.fill("Name", "Ada King")
    tab.click("Save", exact=True)
    tab.sees("Saved.")
    tab.page.reload()
    expect(tab.page.get_by_label("Name", exact=True)).to_have_value("Ada King")
    tab.click("Delete my account")
    tab.page.get_by_role("dialog").get_by_role("button", name="Delete my account").click()
    tab.sees("Your account is deleted.")
    expect(tab.page.locator("#nav").get_by_role("link", name="Sign in")).to_be_visible()


def test_a_page_that_needs_a_sign_in_leads_there_and_back(tab, customer):
    tab.open("/orders")
    tab.sees("Please sign in first")
    tab.fill("Email", customer.email)
    tab.fill("Password", customer.password)
    tab.click("Sign in", exact=True)
    tab.heading("Orders")
    assert tab.page.url == f"{tab.site}/orders"


@pytest.mark.parametrize(
    "next", ["//evil.example", "https://evil.example", "/\\evil.example", "javascript:alert(1)"]
)
def test_a_sign_in_never_leads_to_another_site(tab, customer, next):
    tab.page.goto(f"{tab.site}/sign-in?next={next}")
    tab.fill("Email", customer.email)
    tab.fill("Password", customer.password)
    tab.click("Sign in", exact=True)
    tab.is_signed_in()
    assert tab.page.url == f"{tab.site}/"


def _now():
    from datetime import datetime

    return datetime.now()
