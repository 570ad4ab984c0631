"""What the pages tell the shop of their visitor, and that a browser may refuse."""

import json

import pytest

from shop_rules import times
from tests.contract.clicks import funnel, of
from tests.contract.steps import LATER, a_product, eventually

from .tab import expect

REFUSALS = {"Global Privacy Control": ("globalPrivacyControl", "true")}
REFUSALS |= {"Do Not Track": ("doNotTrack", "'1'")}


def uploads(tab):
    """The events that the tab sends from here on, as they are sent."""
    found = []

    def note(request):
        if request.method == "POST" and request.url.endswith("/events"):
            found.extend(json.loads(request.post_data)["events"])

    tab.page.on("request", note)
    return found


def kinds(events):
    return [event["kind"] for event in events]


@pytest.mark.short
@pytest.mark.alone
def test_a_visit_is_told_and_shown_to_staff(visit, staff, customer):
    product, tab = a_product(staff, stock=3), visit()
    events = uploads(tab)
    tab.sign_in(customer)
    tab.put_in_cart(product)
    wait_until(tab, lambda: kinds(events), ["product_viewed", "product_added"])
    tab.order()
    steps = ["product_viewed", "product_added", "checkout_begun", "order_placed"]
    wait_until(tab, lambda: [*dict.fromkeys(kinds(events))], steps)
    assert len({event["session"] for event in events}) == 1
    assert len({event["id"] for event in events}) == len(events)
    assert {event.get("product_id") for event in events} == {product["id"], None}
    assert customer.id not in json.dumps(events)
    clerk = visit()
    clerk.sign_in(staff)
    clerk.open("/staff/products")
    clerk.click("Visitors", role="link")
    clerk.heading("Visitors")
    row = clerk.page.locator("tr").filter(has_text="Placed an order")
    expect(row.locator("td").nth(1)).not_to_have_text("0")


def wait_until(tab, found, expected):
    """Poll found() until it is as expected. Requests are noted only while the browser is asked."""

    def check():
        tab.page.wait_for_timeout(100)
        assert found() == expected

    eventually(check, LATER)


@pytest.mark.parametrize("how", REFUSALS)
def test_a_browser_that_refuses_is_left_alone(visit, staff, how):
    product, tab = a_product(staff, stock=3), visit()
    name, value = REFUSALS[how]
    tab.page.add_init_script(f"Object.defineProperty(navigator, '{name}', {{value: {value}}})")
    events = uploads(tab)
    tab.put_in_cart(product)
    tab.open("/")
    tab.page.wait_for_timeout(4000)  # longer than events wait for more
    assert events == []
    assert tab.page.evaluate("sessionStorage.getItem('visit')") is None


@pytest.mark.alone
def test_a_page_that_is_left_sends_what_it_has(visit, staff):
    """The browser shows no request of a page that is gone, so the shop is asked."""
    product, tab, since = a_product(staff, stock=3), visit(), times.after(-3600)
    before = funnel(staff, since)["product_viewed"]["events"]
    tab.open(f"/products/{product['id']}")
    tab.heading(product["name"])
    tab.open("/sign-in")
    views = lambda: funnel(staff, since)["product_viewed"]["events"] - before  # noqa: E731
    wait_until(tab, views, 1)


def test_after_a_503_the_same_events_are_sent_again(visit, staff):
    product, tab = a_product(staff, stock=3), visit()
    refused = []

    def once(route):
        if refused:
            return route.continue_()
        refused.append(json.loads(route.request.post_data)["events"])
        return route.fulfill(status=503, headers={"Retry-After": "1"}, json={"status": 503})

    tab.expects(503)
    tab.page.route("**/events", once)
    events = uploads(tab)
    tab.open(f"/products/{product['id']}")
    wait_until(tab, lambda: len(events), 2)
    assert events == [*refused[0], *refused[0]]
    assert of(staff, product) in (0, 1)
