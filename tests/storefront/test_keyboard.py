"""The whole purchase without a mouse, and what a screen reader announces."""

import pytest

from tests.contract.steps import a_product, unique

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
    tab_to(page, "Go to the cart")
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
    tab.heading("It's yours")
    expect(page.get_by_role("status").filter(has_text="Confirmed. It's yours")).to_have_count(1)


FOCUSED = """() => {
  const at = document.activeElement;
  const label = at.labels?.[0]?.textContent;
  return {
    name: (at.getAttribute("aria-label") ?? label ?? at.textContent).trim(),
    role: at.closest("main") ? "main" : "head",
    outline: getComputedStyle(at).outlineStyle,
  };
}"""
