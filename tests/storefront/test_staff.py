"""What the staff does: products and images, stock, and two people at one product."""

import pytest

from tests.contract.steps import a_product, accepted, an_order, eventually, settled, unique

from .steps import png
from .tab import expect


@pytest.fixture
def clerk(tab, staff):
    tab.sign_in(staff)
    return tab


@pytest.mark.short
def test_a_product_is_added_with_an_image_and_stock_and_is_then_in_the_shop(visit, clerk):
    name = unique("Lantern")
    clerk.open("/staff/products")
    clerk.click("Add a product", role="link")
    clerk.fill("Name", name)
    clerk.fill("Category", "Lighting")
    clerk.fill("Price in euros", "1234.50")
    clerk.fill("Description", "It glows.")
    clerk.click("Save", exact=True)
    clerk.heading(name)
    image = {"name": "lantern.png", "mimeType": "image/png", "buffer": png()}
    clerk.page.locator("input[type=file]").set_input_files(image)
    clerk.sees("The image is saved.")
    expect(clerk.page.locator(".drop img")).to_have_js_property("complete", True)
    clerk.fill("Change", "+7")
    clerk.fill("Reason", "Delivery from the workshop")
    clerk.click("Update stock")
    expect(clerk.page.get_by_role("cell", name="+7")).to_be_visible()
    expect(clerk.page.locator(".stock dd").first).to_have_text("7")

    visitor = visit()
    visitor.open(f"/?q={name}")
    visitor.click(name, role="link")
    visitor.sees("€1,234.50")
    visitor.sees("Only 7 left")
    visitor.page.wait_for_function("document.querySelector('.product img').naturalWidth > 0")


def test_who_saves_second_is_told_what_to_do(visit, clerk, staff):
    product = a_product(staff)
    other = visit()
    other.sign_in(staff)
    for tab in (clerk, other):
        tab.open(f"/staff/products/{product['id']}")
        tab.heading(product["name"])
    other.fill("Description", "Theirs.")
    other.click("Save", exact=True)
    other.sees("is saved.")
    clerk.expects(412)
    clerk.fill("Description", "Mine.")
    clerk.click("Save", exact=True)
    clerk.sees("Someone else edited this product")
    expect(clerk.page.get_by_label("Description")).to_have_value("Mine.")
    clerk.click("Load the current version")
    expect(clerk.page.get_by_label("Description")).to_have_value("Theirs.")


def test_a_product_that_is_saved_twice_is_not_its_own_conflict(clerk, staff):
    product = a_product(staff)
    clerk.open(f"/staff/products/{product['id']}")
    for price in ("10.00", "11.00"):
        clerk.fill("Price in euros", price)
        clerk.click("Save", exact=True)
        eventually(lambda price=price: _costs(staff, product, price), 15)


def test_a_new_image_is_not_the_form_s_own_conflict(clerk, staff):
    product = a_product(staff)
    clerk.open(f"/staff/products/{product['id']}")
    image = {"name": "a.png", "mimeType": "image/png", "buffer": png()}
    clerk.page.locator("input[type=file]").set_input_files(image)
    clerk.sees("The image is saved.")
    clerk.fill("Price in euros", "10.00")
    clerk.click("Save", exact=True)
    clerk.sees(f"{product['name']} is saved.")


def test_an_order_s_page_leads_the_staff_back_to_their_orders(clerk, staff, customer):
    order = an_order(customer, a_product(staff))
    settled(customer, order)
    clerk.open(f"/orders/{order['id']}")
    clerk.heading("Confirmed")
    clerk.click("Orders", role="link", within=clerk.page.locator("main"))
    clerk.page.wait_for_url("**/staff")


def _costs(staff, product, price):
    found = accepted(staff.get(f"/products/{product['id']}"))
    assert found["price"] == round(float(price) * 100)


@pytest.mark.parametrize(
    ("file", "told"),
    [
        (
            ("a.svg", "image/svg+xml", b"<svg xmlns='http://www.w3.org/2000/svg'/>"),
            "Use a PNG, JPEG, or WebP image.",
        ),
        (("a.png", "image/png", b"x" * 4_194_305), "Images can be up to 4 MB."),
        (("a.png", "image/png", b"no picture"), "The shop can't read this file."),
    ],
    ids=["svg", "too large", "not one"],
)
def test_what_is_no_image_is_refused_in_words(clerk, staff, file, told):
    clerk.expects(422)
    clerk.open(f"/staff/products/{a_product(staff)['id']}")
    name, kind, content = file
    clerk.page.locator("input[type=file]").set_input_files(
        {"name": name, "mimeType": kind, "buffer": content}
    )
    clerk.sees(told)


def test_more_than_there_is_cannot_be_taken_out(clerk, staff):
    clerk.expects(409)
    clerk.open(f"/staff/products/{a_product(staff, stock=3)['id']}")
    clerk.fill("Change", "-4")
    clerk.fill("Reason", "Broken")
    clerk.click("Update stock")
    clerk.sees("There aren't that many in stock.")


def test_an_archived_product_is_gone(clerk, staff):
    product = a_product(staff)
    clerk.open(f"/staff/products/{product['id']}")
    clerk.click("Archive")
    clerk.page.get_by_role("dialog").get_by_role("button", name="Archive").click()
    clerk.heading("Products")
    clerk.expects(404)
    clerk.open(f"/products/{product['id']}")
    clerk.heading("Page not found")


def test_a_customer_finds_no_staff_page(tab, customer):
    tab.sign_in(customer)
    for path in ("/staff", "/staff/products", "/staff/products/new"):
        tab.open(path)
        tab.heading("Page not found")
