"""What every page has to be, in light and dark, on a phone and on a desk."""

import pytest

from tests.contract.files import as_csv, imported
from tests.contract.steps import a_product, accepted, eventually, new_key, put_in_cart

from .steps import png
from .tab import ADDRESS, DESK, PHONE, expect

LOOKS = [(viewport, dark) for viewport in (DESK, PHONE) for dark in (False, True)]
NAMED = {
    str((DESK, False)): "desk-light",
    str((DESK, True)): "desk-dark",
    str((PHONE, False)): "phone-light",
}


@pytest.fixture(params=LOOKS, ids=lambda look: NAMED.get(str(look), "phone-dark"))
def look(request, visit):
    viewport, dark = request.param
    return lambda: visit(viewport=viewport, dark=dark)


def clean(tab):
    """axe finds nothing, and nothing is wider than the screen."""
    from axe_playwright_python.sync_playwright import Axe

    tab.page.wait_for_load_state("networkidle")
    tab.page.wait_for_function(STILL)  # what fades in has little contrast until it is there
    found = Axe().run(tab.page, options={"resultTypes": ["violations"]}).response["violations"]
    told = [f"{each['id']}: {node['html'][:150]}" for each in found for node in each["nodes"]]
    assert told == [], tab.page.url
    width = tab.page.evaluate("[document.documentElement.scrollWidth, innerWidth]")
    assert width[0] <= width[1], tab.page.url


def test_pages_of_a_visitor(look, staff):
    tab = look()
    tab.open()
    tab.sees("Show more", role="button")
    clean(tab)
    tab.open("/?q=zeppelin")
    tab.sees("No results for")
    clean(tab)
    tab.put_in_cart(a_product(staff, stock=1))
    clean(tab)
    tab.open("/cart")
    tab.sees("Create an account to order")
    clean(tab)
    for path in ("/sign-in", "/sign-up"):
        tab.open(path)
        clean(tab)
    tab.expects(404)
    tab.open("/products/nothing")
    tab.heading("Page not found")
    clean(tab)


def test_pages_of_a_customer(look, staff, customer):
    sold_out, product = a_product(staff, stock=1), a_product(staff)
    tab = look()
    tab.sign_in(customer)
    tab.expects(422)
    tab.open("/cart")
    tab.heading("Your cart is empty")
    clean(tab)
    put_in_cart(customer, product)
    tab.open("/cart")
    tab.sees("Shipping address")
    tab.click("Place order")
    tab.sees("Enter a street and number.")
    clean(tab)
    tab.order()
    tab.heading("Your order is confirmed")
    clean(tab)
    tab.click("Cancel this order")
    clean(tab)
    tab.click("Cancel the order")
    tab.heading("Canceled")
    clean(tab)
    put_in_cart(customer, sold_out, 2)
    tab.order()
    tab.heading("Sorry, we just ran out")
    clean(tab)
    for path, seen in {
        "/orders": "Rejected",
        "/messages": "paid and confirmed",
        "/account": "Set up",
    }.items():
        tab.open(path)
        tab.sees(seen)
        clean(tab)
    tab.click("Set up")
    tab.click("Turn on")
    tab.sees("Two-step sign-in")
    clean(tab)
    tab.click("Delete my account")
    clean(tab)


def test_pages_of_the_staff(look, staff, customer):
    product = a_product(staff)
    report = imported(staff, as_csv([{"name": "", "category": "c", "price": 1}] * 2))
    put_in_cart(customer, product)
    staff.put(f"/products/{product['id']}/image", data=png(), headers={"Content-Type": "image/png"})
    body = {"payment_method": "pm_card_visa", "shipping_address": _address()}
    order = accepted(customer.post(f"{customer.path}/orders", body, headers=new_key()), 201)["id"]
    eventually(lambda: _is(customer, order, "confirmed"), 15)
    tab = look()
    tab.sign_in(staff)
    tab.open("/staff")
    row = tab.page.locator("li.ship").filter(has_text=product["name"])
    row.get_by_role("button", name="Ship").click()
    clean(tab)
    tab.fill("Carrier", "Parcel Post")
    tab.fill("Tracking number", "PP 1")
    tab.click("Mark as shipped")
    tab.sees("is on its way")
    clean(tab)
    for path, seen in {
        "/staff?show=all": "Total",
        "/staff/products": "Add a product",
        "/staff/products/new": "Save the product first",
        f"/staff/products/{product['id']}": "Reserved",
        "/staff/imports": "You can drop a file here",
        f"/staff/imports/{report['id']}": "were not imported",
        "/staff/exports": "It doesn't say who bought",
        "/staff/people": "reads orders, cancels",
        "/staff/audit": "set the roles of",
        "/staff/analytics": "Viewed a product",
    }.items():
        tab.open(path)
        expect(tab.page.get_by_text(seen).first).to_be_attached()
        clean(tab)


@pytest.mark.short
def test_a_page_that_waits_and_one_that_was_refused_are_clean_too(visit):
    tab = visit(viewport=PHONE)
    tab.expects(503)
    down = {
        "status": 503,
        "headers": {"Retry-After": "60"},
        "json": {"detail": "away", "status": 503},
    }
    tab.page.route("**/api/v1/products?*", lambda route: route.fulfill(**down))
    tab.open()
    tab.sees("taking a break")
    clean(tab)


def _address():
    names = dict(zip(("name", "line1", "postal_code", "city"), ADDRESS.values(), strict=True))
    return {**names, "country": "NL"}


def _is(customer, order, status):
    assert accepted(customer.get(f"/orders/{order}"))["status"] == status


STILL = """() => document.getAnimations().every((one) =>
  one.playState !== "running" || one.effect.getComputedTiming().iterations === Infinity)"""
