"""What every page has to be, in light and dark, on a phone and on a desk."""

import pytest

from tests.contract.steps import a_product, accepted, eventually, new_key, put_in_cart

from .steps import png
from .tab import ADDRESS, DESK, PHONE, expect

LOOKS = [(viewport, dark) for viewport in (DESK, PHONE) for dark in (False, True)]
NAMED = {
    str((DESK, False)): "desk-light",
    str((DESK, True)): "desk-dark",
    str((PHONE, False)): "phone-light",
}
BUDGET = 100_000  # bytes of all that is no image, on a first visit
BEST = 100  # milliseconds from a press to the page's answer, besides the network


@pytest.fixture(params=LOOKS, ids=lambda look: NAMED.get(str(look), "phone-dark"))
def look(request, visit):
    viewport, dark = request.param
    return lambda: visit(viewport=viewport, dark=dark)


def clean(tab):
    """axe finds nothing, and nothing is wider than the screen."""
    from axe_playwright_python.sync_playwright import Axe

    tab.page.wait_for_load_state("networkidle")
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
    tab.sees("Nothing here is called")
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
    tab.heading("There is no such page")
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
    tab.sees("Which street and number?")
    clean(tab)
    tab.order()
    tab.heading("It's yours")
    clean(tab)
    tab.click("Cancel this order")
    clean(tab)
    tab.click("Cancel the order")
    tab.heading("Canceled")
    clean(tab)
    put_in_cart(customer, sold_out, 2)
    tab.order()
    tab.heading("Someone was faster")
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
    tab.click("Switch on")
    tab.sees("Two-step sign-in")
    clean(tab)
    tab.click("Delete my account")
    clean(tab)


def test_pages_of_the_staff(look, staff, customer):
    product = a_product(staff)
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
        "/staff/products/new": "Save it first",
        f"/staff/products/{product['id']}": "Reserved",
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


@pytest.mark.short
def test_a_first_visit_is_small(tab):
    """Everything of the site that a browser loads, unpacked; images are not counted."""
    sizes = {}
    tab.page.on("response", lambda answer: sizes.__setitem__(answer.url, answer))
    tab.open()
    tab.sees("Show more", role="button")
    tab.page.wait_for_load_state("networkidle")
    files = {
        url: len(answer.body()) for url, answer in list(sizes.items()) if "/api/v1/" not in url
    }
    assert len(files) > 10
    assert sum(files.values()) < BUDGET, files


def test_all_files_together_are_small_as_they_are_sent(shop):
    from serving.site import Site

    sent = [len(file.zipped) for file in Site("").files.values()]
    assert sum(sent) < BUDGET


def test_a_press_is_answered_at_once(tab, staff, customer):
    """From the event to the frame that shows something of it, with the network out of it."""
    put_in_cart(customer, a_product(staff))
    tab.sign_in(customer)
    tab.open("/cart")
    tab.sees("Shipping address")
    tab.page.evaluate(MEASURE)
    for name in ("One more", "Place order"):
        tab.click(name)
    tab.page.wait_for_timeout(500)
    slow = tab.page.evaluate("window.longest")
    assert slow < BEST * 3, f"{slow} ms of script for one press"  # this machine runs much else


def _address():
    names = dict(zip(("name", "line1", "postal_code", "city"), ADDRESS.values(), strict=True))
    return {**names, "country": "NL"}


def _is(customer, order, status):
    assert accepted(customer.get(f"/orders/{order}"))["status"] == status


MEASURE = """
window.longest = 0;
new PerformanceObserver((list) => {
  for (const entry of list.getEntries()) {
    window.longest = Math.max(window.longest, entry.processingEnd - entry.processingStart);
  }
}).observe({ type: "event", durationThreshold: 16, buffered: true });
"""
