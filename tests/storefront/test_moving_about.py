"""Back, forward, reload, a link from elsewhere: the page is always the one of its address."""

import pytest

from tests.contract.steps import a_product, put_in_cart, unique

from .tab import expect


def test_every_step_of_a_purchase_survives_a_reload_and_back_and_forward(tab, staff, customer):
    product = a_product(staff, name=unique("Samovar"))
    tab.sign_in(customer)
    tab.open(f"/?q={product['name']}")
    tab.click(product["name"], role="link")
    tab.heading(product["name"])
    tab.page.reload()
    tab.heading(product["name"])
    tab.click("Add to cart")
    tab.click("Go to the cart", role="link")
    tab.heading("Cart")
    tab.page.reload()
    tab.sees("Shipping address")
    tab.type_address()
    tab.click("Place order")
    tab.heading("Your order is confirmed")
    order = tab.page.url
    tab.page.reload()
    tab.heading("Your order is confirmed")

    tab.page.go_back()
    tab.heading("Your cart is empty")
    tab.page.go_back()
    tab.heading(product["name"])
    tab.page.go_back()
    expect(tab.page.get_by_label("Search for a product")).to_have_value(product["name"])
    expect(tab.page.get_by_role("link", name=product["name"])).to_be_visible()
    for _ in range(3):
        tab.page.go_forward()
    tab.heading("Your order is confirmed")
    assert tab.page.url == order


@pytest.mark.short
def test_every_address_can_be_opened_by_itself(tab, staff, customer):
    product = a_product(staff)
    tab.sign_in(customer)
    for path, heading in {
        "/": "Good things for a desk and a home",
        "/?category=Plants&sort=price": "Good things for a desk and a home",
        f"/products/{product['id']}": product["name"],
        "/cart": "Your cart is empty",
        "/orders": "Orders",
        "/messages": "Messages",
        "/account": "Account",
    }.items():
        tab.open(path)
        tab.heading(heading)


def test_filters_are_in_the_address_and_back_takes_the_last_one_off(tab):
    tab.open()
    tab.click("Plants", role="link")
    tab.sees("4 items")
    tab.page.get_by_label("Sort").select_option("price")
    first = tab.page.locator(".grid .card-name").first
    expect(first).to_have_text("Little cactus")
    tab.page.get_by_label("Price", exact=True).select_option("3000-")
    expect(first).to_have_text("Jardinière with herbs")
    assert "category=Plants" in tab.page.url
    tab.page.reload()
    expect(first).to_have_text("Jardinière with herbs")
    tab.page.go_back()
    expect(first).to_have_text("Little cactus")
    tab.page.go_back()
    expect(tab.page.get_by_role("link", name="Plants")).to_have_attribute("aria-current", "true")


def test_back_finds_the_list_as_long_and_as_far_down_as_it_was(tab):
    tab.open("/?sort=name")
    tab.click("Show more")
    cards = tab.page.locator(".grid .card")
    expect(cards).to_have_count(24)
    last = cards.nth(22).get_by_role("link")
    last.scroll_into_view_if_needed()
    before = tab.page.evaluate("scrollY")
    last.click()
    tab.sees("Add to cart", role="button")
    assert tab.page.evaluate("scrollY") == 0
    tab.page.go_back()
    expect(cards).to_have_count(24)
    tab.page.wait_for_function(f"Math.abs(scrollY - {before}) < 5")


def test_what_there_is_not_is_said(tab):
    tab.expects(404)
    tab.open("/products/00000000-0000-7000-8000-000000000000")
    tab.heading("Page not found")
    tab.open("/?q=zeppelin")
    tab.sees("No results for “zeppelin”")
    tab.click("Show all products", role="link")
    tab.sees("Show more", role="button")


def test_a_visitors_cart_lasts_and_comes_along(visit, staff, customer):
    first, second = a_product(staff), a_product(staff)
    put_in_cart(customer, first, 2)
    tab = visit()
    tab.put_in_cart(first)
    tab.put_in_cart(second)
    tab.page.reload()
    expect(tab.page.locator(".count")).to_have_text("2")
    tab.open("/cart")
    tab.sees(second["name"])
    tab.click("Sign in", role="link", within=tab.page.locator("main"))
    tab.page.evaluate(RECORD_CART)
    tab.fill("Email", customer.email)
    tab.fill("Password", customer.password)
    tab.click("Sign in", exact=True)
    tab.heading("Cart")
    expect(tab.page.locator(".count")).to_have_text("4")  # two, and one more, and the other
    assert tab.page.evaluate("[...window.carts]") == ["Cart, 2 items", "Cart, 4 items"]


RECORD_CART = """() => {
  const nav = document.getElementById("nav");
  window.carts = new Set();
  new MutationObserver(() => window.carts.add(nav.lastChild.getAttribute("aria-label")))
    .observe(nav, { childList: true });
}"""
