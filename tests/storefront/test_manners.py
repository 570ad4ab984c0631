"""A shop that is slow, down, or partly so: the page says it, loses nothing, and comes back."""

import pytest

from tests.contract.steps import a_product, put_in_cart, unique

from .tab import expect

API = "**/api/v1/**"
HEALS = 60_000  # milliseconds: a part starts again, and the page's longest pause is 15 s


def test_while_the_shop_does_not_answer_the_page_says_so_and_recovers(tab):
    tab.expects("unreachable")
    tab.open()
    tab.sees("Show more", role="button")
    tab.page.route(API, lambda route: route.abort())
    tab.click("Plants", role="link")
    tab.sees("This part of the shop is taking a break")
    tab.sees("Trying again in")
    tab.page.unroute(API)
    tab.click("Try now")
    tab.sees("Little cactus")


@pytest.mark.parametrize("path", ["/", "/cart", "/orders", "/messages", "/account", "/products/{}"])
def test_every_page_keeps_its_manners_and_comes_back(tab, staff, customer, path):
    product = a_product(staff)
    put_in_cart(customer, product)
    tab.sign_in(customer)
    tab.expects(503)
    down = {
        "status": 503,
        "headers": {"Retry-After": "1"},
        "json": {"detail": "away", "status": 503},
    }
    tab.page.route(API, lambda route: route.fulfill(**down))
    tab.open(path.format(product["id"]))
    tab.sees("taking a break")
    tab.page.unroute(API)
    expect(tab.page.get_by_text("taking a break")).to_have_count(0, timeout=HEALS)
    expect(tab.page.locator("main h1")).to_be_visible()


@pytest.mark.short
def test_an_order_whose_answer_is_lost_is_sent_again_and_is_one(tab, staff, customer):
    put_in_cart(customer, a_product(staff))
    tab.sign_in(customer)
    tab.expects("unreachable")
    tab.open("/cart")
    tab.type_address()
    lost = []

    def lose_the_answer(route):
        if route.request.method == "POST" and not lost:
            lost.append(route.fetch().status)
            return route.abort()
        return route.continue_()

    tab.page.route("**/orders", lose_the_answer)
    tab.click("Place order")
    tab.heading("Your order is confirmed")
    assert lost == [201]
    assert len(customer.get(f"{customer.path}/orders").json()["data"]) == 1


@pytest.mark.alone
def test_while_the_bank_is_down_an_order_waits_and_then_goes_on(tab, staff, customer, provider):
    provider.switch(outage=True)
    tab.sign_in(customer)
    tab.put_in_cart(a_product(staff))
    tab.order()
    tab.heading("Thanks for your order")
    tab.sees("The bank is slow today.")
    provider.reset_switches()
    expect(tab.page.get_by_role("heading", level=1, name="Your order is confirmed")).to_be_visible(
        timeout=HEALS
    )


@pytest.mark.alone
def test_a_part_that_is_stopped_takes_its_own_block_and_no_other(tab, staff, customer, stage):
    """Stage 1: all of it. Stage 2: the carts. Stage 3: all that faces the network."""
    part = {"1": "shop", "2": "cart", "3": "door"}[stage.number]
    product = a_product(staff)
    put_in_cart(customer, product)
    tab.sign_in(customer)
    tab.expects(502, 503, "unreachable")
    stage.stop(part)
    tab.click("Cart", role="link")
    tab.sees("taking a break")
    stage.start(part)
    expect(tab.page.get_by_text(product["name"]).first).to_be_visible(timeout=HEALS)


@pytest.mark.alone
def test_without_inventory_a_product_is_still_shown(tab, staff, stage):
    if stage.number != "2":
        pytest.skip("inventory is a part of its own in stage 2 alone")
    product = a_product(staff)
    tab.expects(503)
    stage.stop("inventory")
    tab.open(f"/products/{product['id']}")
    tab.heading(product["name"])
    tab.sees("We can't check the stock right now")
    expect(tab.page.locator(".answered-part")).to_contain_text("parts up")


def test_on_a_slow_network_bones_hold_the_place_and_nothing_jumps(tab, staff):
    name = unique("Samovar")
    product = a_product(staff, name=name)
    session = tab.page.context.new_cdp_session(tab.page)
    session.send("Network.enable")
    slow = {
        "offline": False,
        "latency": 400,
        "downloadThroughput": 60_000,
        "uploadThroughput": 30_000,
    }
    session.send("Network.emulateNetworkConditions", slow)
    tab.page.add_init_script(COUNT_SHIFTS)
    tab.open("/")
    expect(tab.page.locator(".bone").first).to_be_visible()
    tab.sees("Show more", role="button")
    assert tab.page.evaluate("window.shifted") < 0.02
    tab.open(f"/products/{product['id']}")
    tab.heading(name)
    tab.sees("Only 5 left")
    assert tab.page.evaluate("window.shifted") < 0.02


def test_a_page_whose_code_is_on_its_way_shows_that_it_comes(tab):
    tab.open()
    tab.sees("Show more", role="button")
    waiting = []
    tab.page.route("**/js/pages/cart.js", lambda route: waiting.append(route))
    tab.click("Cart", role="link")
    expect(tab.page.locator("main [aria-busy] .bone").first).to_be_visible()
    for route in waiting:
        route.continue_()
    tab.heading("Your cart is empty")


COUNT_SHIFTS = """
window.shifted = 0;
new PerformanceObserver((list) => {
  for (const entry of list.getEntries()) if (!entry.hadRecentInput) window.shifted += entry.value;
}).observe({ type: "layout-shift", buffered: true });
"""
