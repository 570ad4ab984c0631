"""From the front page to an order: what a customer does, and what may go wrong."""

import pytest

from tests.contract.steps import a_customer, a_product, put_in_cart, unique

from .tab import PHONE, expect


@pytest.mark.short
def test_a_stranger_finds_something_signs_up_and_buys_it(visit, staff):
    product = a_product(staff, name=unique("Samovar"), stock=3)
    tab = visit()
    tab.open()
    tab.fill("Search for a product", product["name"])
    tab.click(product["name"], role="link")
    tab.heading(product["name"])
    tab.sees("Only 3 left")
    tab.click("One more")
    tab.click("Add to cart")
    tab.sees(f"{product['name']} is in your cart")
    tab.click("Go to the cart", role="link")
    tab.click("Create an account to order", role="link")
    tab.fill("Name", "Ada Lovelace")
    tab.fill("Email", f"{unique('ada')}@example.org")
    tab.fill("Password", "correct horse battery staple")
    tab.click("Create account")
    tab.heading("Cart")
    tab.sees("Shipping address")
    expect(tab.page.get_by_role("group", name="Quantity").locator("output")).to_have_text("2")
    tab.type_address()
    tab.click("Place order")
    tab.heading("Your order is confirmed")
    tab.sees("You can cancel until it ships.")
    tab.open("/messages")
    tab.sees("confirmed")
    tab.open("/orders")
    tab.sees("Confirmed")


@pytest.mark.short
def test_a_declined_card_charges_nothing_and_the_items_go_back_in_the_cart(tab, staff, customer):
    product = a_product(staff)
    tab.sign_in(customer)
    tab.put_in_cart(product)
    tab.order("Declined")
    tab.heading("Your bank declined the card")
    tab.click("Put the items back in your cart")
    tab.heading("Cart")
    tab.sees(product["name"])
    tab.pay_with("Visa")
    tab.click("Place order")  # with the address of the order before
    tab.heading("Your order is confirmed")


def test_3_d_secure_is_declined(tab, staff, customer):
    tab.sign_in(customer)
    tab.put_in_cart(a_product(staff))
    tab.order("3-D Secure")
    tab.heading("Your bank declined the card")


def test_the_last_one_goes_to_one_of_two(visit, shop, staff):
    product = a_product(staff, stock=1)
    tabs = [visit(), visit()]
    for tab in tabs:
        person = a_customer(shop)
        tab.sign_in(person)
        tab.put_in_cart(product)
        tab.open("/cart")
        tab.type_address()
    for tab in tabs:
        tab.page.get_by_role("button", name="Place order").click(no_wait_after=True)
    for tab in tabs:
        heading = tab.page.get_by_role("heading", level=1, name="Your order is confirmed")
        expect(
            heading.or_(tab.page.get_by_role("heading", level=1, name="Sorry, we just ran out"))
        ).to_be_visible()
    found = {tab.page.get_by_role("heading", level=1).inner_text() for tab in tabs}
    assert found == {"Your order is confirmed", "Sorry, we just ran out"}
    visitor = visit()
    visitor.open(f"/products/{product['id']}")
    expect(visitor.page.get_by_role("button", name="Sold out")).to_be_disabled()


def test_an_order_is_canceled_and_refunded(tab, staff, customer):
    product = a_product(staff, stock=1)
    tab.sign_in(customer)
    tab.put_in_cart(product)
    tab.order()
    tab.heading("Your order is confirmed")
    tab.click("Cancel this order")
    tab.click("Cancel the order")
    tab.heading("Canceled")
    tab.open(f"/products/{product['id']}")
    tab.sees("Last one")


def test_an_order_is_shipped_and_delivered_while_the_customer_watches(visit, shop, staff, customer):
    product = a_product(staff)
    watcher, clerk = visit(viewport=PHONE), visit()
    watcher.sign_in(customer)
    watcher.put_in_cart(product)
    order = watcher.order()
    watcher.heading("Your order is confirmed")
    clerk.sign_in(staff)
    clerk.open("/staff")
    row = clerk.page.locator("li.ship").filter(has_text=product["name"])
    row.get_by_role("button", name="Ship").click()
    clerk.fill("Carrier", "Parcel Post")
    clerk.fill("Tracking number", "PP 4471")
    clerk.click("Mark as shipped")
    watcher.heading("On its way")
    watcher.sees("PP 4471")
    clerk.open("/staff?show=shipped")
    row = clerk.page.locator("li.ship").filter(has_text=product["name"])
    row.get_by_role("button", name="Mark delivered").click()
    watcher.heading("Delivered")
    assert order in watcher.page.url  # the same page, never reloaded
    expect(watcher.page.locator("[aria-current=step] strong")).to_have_text("Delivered")


def test_pressing_twice_is_one_order(tab, staff, customer, shop):
    product = a_product(staff)
    put_in_cart(customer, product)
    tab.sign_in(customer)
    tab.open("/cart")
    tab.type_address()
    tab.page.get_by_role("button", name="Place order").dblclick()
    tab.heading("Your order is confirmed")
    assert len(customer.get(f"{customer.path}/orders").json()["data"]) == 1


def test_the_cart_keeps_what_is_changed_in_it(tab, staff, customer):
    first, second = a_product(staff, price=1000), a_product(staff, price=250)
    tab.sign_in(customer)
    tab.put_in_cart(first)
    tab.put_in_cart(second)
    tab.open("/cart")
    steps = tab.page.get_by_role("group", name=f"Quantity: {first['name']}")
    for _ in range(3):
        steps.get_by_role("button", name="One more").click()
    tab.sees("€42.50")
    tab.click(f"Remove {second['name']}")
    expect(tab.page.locator(".sum-total strong")).to_have_text("€40.00")
    tab.page.reload()
    expect(tab.page.locator(".sum-total strong")).to_have_text("€40.00")
    tab.click(f"Remove {first['name']}")
    tab.heading("Your cart is empty")


def test_what_is_missing_is_said_beside_its_field(tab, staff, customer):
    tab.sign_in(customer)
    tab.put_in_cart(a_product(staff))
    tab.open("/cart")
    tab.fill("City", "Utrecht")
    tab.fill("Street and number", "")
    tab.click("Place order")
    tab.sees("Enter a street and number.")
    expect(tab.page.get_by_label("Street and number")).to_be_focused()
