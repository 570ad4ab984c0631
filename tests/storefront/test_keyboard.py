"""The whole purchase without a mouse, and what a screen reader announces."""

import pytest

from tests.contract.steps import a_product, an_order, settled, unique

from .tab import expect

MOST = 80  # presses of Tab until something is reached


def tab_to(page, name, role=None):
    """Presses Tab until the element with this accessible name has the focus."""
    for _ in range(MOST):
        page.keyboard.press("Tab")
        focused = page.evaluate(FOCUSED)
        if focused["name"] == name and (role is None or focused["role"] == role):
            assert focused["outline"] != "none", f"{name} does not show that it has the focus"
            return
    raise AssertionError(f"Tab never reaches {name!r}; it ended at {focused}")


@pytest.mark.short
def test_a_purchase_by_keyboard_alone(visit, staff, customer):
    product = a_product(staff, name=unique("Samovar"))
    tab = visit()
    page = tab.page
    tab.open()
    tab.sees("Show more", role="button")
    tab_to(page, "Skip to the content")
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_be_focused()
    page.keyboard.press("Shift+Tab")
    page.get_by_label("Search for a product").focus()
    page.keyboard.type(product["name"])
    page.keyboard.press("Enter")
    expect(page.get_by_role("link", name=product["name"])).to_be_visible()
    tab_to(page, f"{product['name']}€12.50Only 5 left")
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1, name=product["name"])).to_be_focused()
    tab_to(page, "One more")
    page.keyboard.press("Space")
    tab_to(page, "Add to cart")
    page.keyboard.press("Enter")
    tab.sees("is in your cart")
    page.keyboard.press("Tab")
    expect(page.get_by_role("link", name="Go to the cart")).to_be_focused()
    page.keyboard.press("Enter")
    tab.heading("Cart")
    tab_to(page, "Sign in", role="main")
    page.keyboard.press("Enter")
    tab.heading("Sign in")
    for label, text in {"Email": customer.email, "Password": customer.password}.items():
        tab_to(page, label)
        page.keyboard.type(text)
    page.keyboard.press("Enter")
    tab.heading("Cart")
    tab.sees("Shipping address")
    for label, text in {
        "Street and number": "Oudegracht 1",
        "Postal code": "3511 AB",
        "City": "Utrecht",
    }.items():
        tab_to(page, label)
        page.keyboard.type(text)
    tab_to(page, "Country")
    page.keyboard.type("Nether")
    tab_to(page, "Place order")
    page.keyboard.press("Enter")
    tab.heading("Your order is confirmed")
    expect(page.get_by_role("heading", level=1)).to_be_focused()
    expect(
        page.get_by_role("status").filter(has_text="Confirmed. Your order is confirmed")
    ).to_have_count(1)


def test_what_is_taken_out_of_the_cart_hands_the_focus_on(tab, staff, customer):
    products = [a_product(staff) for _ in range(2)]
    tab.sign_in(customer)
    for product in products:
        tab.put_in_cart(product)
    tab.open("/cart")
    remove = tab.page.get_by_role("button", name="Remove")
    expect(remove).to_have_count(2)
    remove.first.press("Enter")
    expect(remove).to_have_count(1)
    expect(remove).to_be_focused()
    remove.press("Enter")
    tab.heading("Your cart is empty")
    expect(tab.page.get_by_role("heading", level=1)).to_be_focused()


def test_the_least_quantity_hands_the_focus_on(tab, staff):
    tab.open(f"/products/{a_product(staff)['id']}")
    tab.click("One more")
    tab.page.get_by_role("button", name="One fewer").press("Enter")
    expect(tab.page.get_by_role("button", name="One more")).to_be_focused()


def test_an_order_that_is_canceled_or_shipped_keeps_the_focus_in_its_place(tab, staff, customer):
    canceled, shipped = (an_order(customer, a_product(staff)) for _ in range(2))
    for order in (canceled, shipped):
        settled(customer, order)
    tab.sign_in(customer)
    tab.open(f"/orders/{canceled['id']}")
    tab.click("Cancel this order")
    tab.page.get_by_role("button", name="Cancel the order").press("Enter")
    tab.heading("Canceled")
    expect(tab.page.get_by_role("heading", level=1)).to_be_focused()
    tab.open("/account")
    tab.click("Sign out", exact=True)
    tab.heading("Sign in")
    tab.sign_in(staff)
    row = tab.page.locator("li.ship").filter(has_text=shipped["lines"][0]["name"])
    row.get_by_role("button", name="Ship").press("Enter")
    expect(tab.page.get_by_label("Carrier")).to_be_focused()
    tab.fill("Carrier", "Parcel Post")
    tab.fill("Tracking number", "PP 1")
    tab.page.keyboard.press("Enter")
    tab.sees("is on its way")
    expect(row.get_by_role("link")).to_be_focused()


FOCUSED = """() => {
  const at = document.activeElement;
  const label = at.labels?.[0]?.textContent;
  return {
    name: (at.getAttribute("aria-label") ?? label ?? at.textContent).trim(),
    role: at.closest("main") ? "main" : "head",
    outline: getComputedStyle(at).outlineStyle,
  };
}"""
