"""Sign in with Example ID: there and back, linked and unlinked, and a link that someone sent."""

import time

import pyotp
import pytest

from tests.contract.steps import accepted

from .tab import expect


@pytest.fixture
def someone(identity):
    return identity.someone()


@pytest.fixture
def at_provider(identity):
    """at_provider(tab, person): what the person does at the provider's page."""

    def sign_in(tab, person):
        expect(tab.page.get_by_role("heading", name="Example ID")).to_be_visible()
        tab.fill("Email or name", person.subject)
        tab.page.get_by_role("button", name="Continue").click()

    return sign_in


@pytest.fixture
def tab(tab, identity):
    tab.may_go_to(identity.issuer)
    return tab


def leave(tab, path="/sign-in"):
    tab.open(path)
    tab.click("Sign in with Example ID")


@pytest.mark.short
def test_a_new_person_signs_in_and_comes_back_to_where_they_were(tab, at_provider, someone):
    leave(tab, "/sign-in?next=orders")
    at_provider(tab, someone)
    tab.heading("Orders")
    assert tab.page.url == f"{tab.site}/orders"
    tab.page.reload()
    tab.open("/account")
    tab.sees(someone.email)
    kept = tab.page.evaluate("JSON.stringify([localStorage, sessionStorage, document.cookie])")
    assert "state" not in kept


def test_who_cancels_there_is_back_at_the_sign_in(tab):
    leave(tab)
    tab.page.get_by_role("button", name="Cancel").click()
    tab.heading("Sign in")


@pytest.mark.short
def test_a_link_that_someone_sent_signs_nobody_in(tab, identity, someone):
    """Login CSRF: the thief's own code, in the browser of a victim."""
    theirs = identity.answer(someone)
    tab.open(f"/signed-in?state={theirs.state}&code={theirs.code}")
    tab.sees("This sign-in didn't start here")
    assert theirs.code not in tab.page.url
    expect(tab.page.locator("#nav").get_by_role("link", name="Sign in")).to_be_visible()


def test_it_is_linked_and_unlinked_on_the_account_page(tab, at_provider, customer, someone):
    tab.sign_in(customer)
    tab.open("/account")
    tab.click("Link Example ID")
    at_provider(tab, someone)
    tab.sees("Example ID is linked.")
    tab.sees(f"Example ID: {someone.email}")
    tab.click(f"Unlink {someone.email}")
    tab.sees("Example ID is unlinked.")
    expect(tab.page.get_by_text(f"Example ID: {someone.email}")).to_have_count(0)


def test_the_only_way_in_stays(tab, at_provider, someone):
    tab.expects(409)
    leave(tab, "/sign-in?next=account")
    at_provider(tab, someone)
    tab.click(f"Unlink {someone.email}")
    tab.sees("this is your only way to sign in")


def test_a_person_without_a_password_chooses_one(tab, at_provider, someone):
    leave(tab, "/sign-in?next=account")
    at_provider(tab, someone)
    tab.sees("You sign in with Example ID and have no password.")
    expect(tab.page.get_by_label("Current password")).to_have_count(0)
    expect(tab.page.get_by_role("button", name="Sign out everywhere")).to_have_count(0)
    tab.fill("New password", "another horse battery")
    tab.click("Choose a password")
    tab.sees("You have a password now.")
    tab.open("/sign-in?next=account")
    tab.fill("Email", someone.email)
    tab.fill("Password", "another horse battery")
    tab.page.locator("main form").get_by_role("button", name="Sign in", exact=True).click()
    tab.is_signed_in()
    expect(tab.page.get_by_label("Current password")).to_be_visible()


def test_a_first_password_after_a_while_needs_the_provider_again(tab, at_provider, someone):
    """The shop's own refusal, which comes after 15 minutes, is made here."""
    tab.expects(401)
    leave(tab, "/sign-in?next=account")
    at_provider(tab, someone)
    refusal = 'Bearer error="insufficient_user_authentication", max_age=900'
    answer = {"status": 401, "headers": {"WWW-Authenticate": refusal}, "json": {"status": 401}}
    tab.page.route("**/password", lambda route: route.fulfill(**answer), times=1)
    tab.fill("New password", "another horse battery")
    tab.click("Choose a password")
    tab.click("Continue to Example ID")
    at_provider(tab, someone)
    tab.heading("Account")


def test_without_a_provider_there_is_no_button(tab, customer):
    none = {"success": True, "data": [], "meta": {}}
    tab.page.route("**/api/v1/providers", lambda route: route.fulfill(json=none))
    with tab.page.expect_response("**/api/v1/providers"):
        tab.open("/sign-in")
    tab.sees("Create an account")
    expect(tab.page.get_by_role("button", name="Example ID")).to_have_count(0)
    tab.sign_in(customer)
    tab.open("/account")
    tab.sees("This shop has no other way to sign in.")
    expect(tab.page.get_by_role("button", name="Link Example ID")).to_have_count(0)


def test_an_email_with_a_password_is_not_taken_over(tab, at_provider, identity, customer):
    tab.expects(409)
    leave(tab)
    at_provider(tab, identity.someone(email=customer.email))
    tab.sees("There's already an account with your email address.")


def test_the_second_factor_is_asked_for(tab, at_provider, identity, customer, someone):
    tab.expects(401)
    path, answer = f"{customer.path}/identities", identity.answer(someone)
    accepted(customer.post(path, answer.body), 201)
    uri = accepted(customer.post(f"{customer.path}/mfa"), 201)["otpauth_uri"]
    totp = pyotp.parse_uri(uri)
    accepted(customer.put(f"{customer.path}/mfa", {"otp": totp.at(time.time())}), 204)
    leave(tab, "/sign-in?next=account")
    at_provider(tab, someone)
    tab.sees("One more step")
    tab.fill("One-time code", totp.at(time.time() + 30))
    tab.page.locator("main form").get_by_role("button", name="Sign in").click()
    tab.sees(customer.email)
