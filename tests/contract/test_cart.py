"""A cart: its owner, its lines, and its current prices."""

import pytest

from .readings import cart_of, stock_of
from .representations import in_stock, the_cart, the_line
from .steps import a_customer, a_product, accepted, put_in_cart, refused
from .version import money

UNKNOWN = "01890a5d-ac96-774b-bcce-b302099a8057"


@pytest.fixture
def product(staff):
    return a_product(staff, stock=5, price=333)


def item(customer, product):
    return f"{customer.path}/cart/items/{product['id']}"


def reprice(staff, product, **fields):
    body = {"name": product["name"], "category": product["category"], "price": product["price"]}
    return accepted(
        staff.put(f"/products/{product['id']}", {**body, **fields}, headers={"If-Match": "*"})
    )


def test_a_new_cart_is_empty(customer):
    cart = cart_of(customer)
    assert cart == the_cart(customer)
    assert cart_of(customer) == cart


def test_what_is_put_in_is_answered_whole_and_read_back(customer, product):
    cart = accepted(customer.put(item(customer, product), {"quantity": 3}))
    assert cart == the_cart(customer, the_line(product, 3))
    assert cart["total"] == money(999)
    assert cart_of(customer) == cart


def test_a_quantity_is_replaced_not_added(customer, product):
    put_in_cart(customer, product, 2)
    cart = put_in_cart(customer, product, 5)
    assert cart == the_cart(customer, the_line(product, 5))
    assert put_in_cart(customer, product, 1) == the_cart(customer, the_line(product, 1))
    assert cart_of(customer) == the_cart(customer, the_line(product, 1))


def test_totals_are_exact(staff, customer):
    products = [a_product(staff, stock=0, price=price) for price in (1, 1999, 3333, 9_999_999)]
    lines = [
        the_line(product, quantity)
        for product, quantity in zip(products, (99, 7, 3, 99), strict=True)
    ]
    for product, line in zip(products, lines, strict=True):
        put_in_cart(customer, product, line["quantity"])
    cart = cart_of(customer)
    assert cart == the_cart(customer, *lines)
    assert cart["total"] == money(99 + 13_993 + 9_999 + 989_999_901)


def test_lines_stay_in_the_order_they_were_first_put_in(staff, customer):
    first, second, third = (a_product(staff, stock=0) for _ in range(3))
    for product in (second, first, third):
        put_in_cart(customer, product)
    put_in_cart(customer, second, 4)
    lines = [the_line(second, 4), the_line(first), the_line(third)]
    assert cart_of(customer) == the_cart(customer, *lines)
    accepted(customer.delete(item(customer, second)), 204)
    put_in_cart(customer, second)
    assert cart_of(customer) == the_cart(
        customer, the_line(first), the_line(third), the_line(second)
    )


def test_one_line_is_taken_out(staff, customer, product):
    other = a_product(staff, stock=0)
    put_in_cart(customer, product)
    put_in_cart(customer, other, 2)
    accepted(customer.delete(item(customer, product)), 204)
    assert cart_of(customer) == the_cart(customer, the_line(other, 2))
    refused(customer.delete(item(customer, product)), 404)
    assert cart_of(customer) == the_cart(customer, the_line(other, 2))


def test_the_whole_cart_is_emptied(staff, customer, product):
    put_in_cart(customer, a_product(staff, stock=0))
    before = put_in_cart(customer, product, 9)
    accepted(customer.delete(f"{customer.path}/cart"), 204)
    assert cart_of(customer) == {**the_cart(customer), "id": before["id"]}
    accepted(customer.delete(f"{customer.path}/cart"), 204)
    assert cart_of(customer) == the_cart(customer)


def test_a_cart_keeps_its_id_while_it_changes(staff, customer, product):
    ids = {cart_of(customer)["id"]}
    ids.add(put_in_cart(customer, product)["id"])
    ids.add(put_in_cart(customer, a_product(staff, stock=0))["id"])
    customer.delete(item(customer, product))
    ids.add(cart_of(customer)["id"])
    assert len(ids) == 1


def test_two_people_have_two_carts(customer, other_customer, product):
    put_in_cart(customer, product, 2)
    assert cart_of(other_customer) == the_cart(other_customer)
    assert cart_of(other_customer)["id"] != cart_of(customer)["id"]


def test_a_cart_holds_40_different_products_and_no_more(staff, customer):
    products = [a_product(staff, stock=0, price=100 + number) for number in range(41)]
    for product in products[:40]:
        put_in_cart(customer, product)
    lines = [the_line(product) for product in products[:40]]
    assert cart_of(customer) == the_cart(customer, *lines)
    refused(customer.put(item(customer, products[40]), {"quantity": 1}), 422, "")
    assert cart_of(customer) == the_cart(customer, *lines)
    lines[39] = the_line(products[39], 2)
    assert put_in_cart(customer, products[39], 2) == the_cart(customer, *lines)
    accepted(customer.delete(item(customer, products[0])), 204)
    lines = [*lines[1:], the_line(products[40])]
    assert put_in_cart(customer, products[40]) == the_cart(customer, *lines)


@pytest.mark.parametrize("quantity", [1, 99])
def test_a_quantity_may_be(customer, product, quantity):
    line = the_line(product, quantity)
    assert put_in_cart(customer, product, quantity) == the_cart(customer, line)


WRONG = [0, -1, 100, 10**12, 1.0, 1.5, "1", True, None, [], {}]


@pytest.fixture(scope="module")
def full(shop, _staff_sign_in):
    """(customer, product, cart), for refusals: they leave the cart as it is."""
    customer, product = a_customer(shop), a_product(_staff_sign_in(), stock=0)
    return customer, product, put_in_cart(customer, product, 2)


@pytest.mark.parametrize("quantity", WRONG, ids=repr)
def test_a_quantity_may_not_be(full, product, quantity):
    customer, in_it, cart = full
    for wanted in (in_it, product):
        refused(customer.put(item(customer, wanted), {"quantity": quantity}), 422, "/quantity")
    assert cart_of(customer) == cart


def test_a_line_takes_a_quantity_and_nothing_else(full, product):
    customer, _, cart = full
    refused(customer.put(item(customer, product), {}), 422, "/quantity")
    for field in ("unit_price", "product_id", "name"):
        body = {"quantity": 1, field: 1}
        refused(customer.put(item(customer, product), body), 422, f"/{field}")
    assert cart_of(customer) == cart


def test_more_than_there_is_in_stock_may_be_put_in(staff, customer, product):
    cart = put_in_cart(customer, product, 6)
    assert cart == the_cart(customer, the_line(product, 6))
    assert stock_of(staff, product) == in_stock(5)


def test_a_cart_shows_todays_names_and_prices(staff, customer, product):
    put_in_cart(customer, product, 3)
    now = reprice(staff, product, name="Renamed", price=money(1001))
    cart = cart_of(customer)
    assert cart == the_cart(customer, the_line(now, 3))
    assert cart["total"] == money(3003)


@pytest.mark.parametrize("an_id", [UNKNOWN, "teapot", "%00", "1' OR '1'='1"])
def test_an_unknown_product_is_not_put_in(full, an_id):
    customer, _, cart = full
    refused(customer.put(f"{customer.path}/cart/items/{an_id}", {"quantity": 1}), 404)
    refused(customer.delete(f"{customer.path}/cart/items/{an_id}"), 404)
    assert cart_of(customer) == cart


def test_an_archived_product_is_not_put_in(staff, customer, product):
    accepted(staff.delete(f"/products/{product['id']}"), 204)
    refused(customer.put(item(customer, product), {"quantity": 1}), 404)
    assert cart_of(customer) == the_cart(customer)


def test_what_is_archived_later_still_shows_and_can_be_taken_out(staff, customer, product):
    other = a_product(staff, stock=0)
    before = put_in_cart(customer, product, 2)
    accepted(staff.delete(f"/products/{product['id']}"), 204)
    assert cart_of(customer) == before
    refused(customer.put(item(customer, product), {"quantity": 1}), 404)
    assert cart_of(customer) == before
    put_in_cart(customer, other)
    accepted(customer.delete(item(customer, product)), 204)
    assert cart_of(customer) == the_cart(customer, the_line(other))


WRITES = {
    "put in": lambda person, path, product: person.put(
        f"{path}/items/{product['id']}", {"quantity": 9}
    ),
    "take out": lambda person, path, product: person.delete(f"{path}/items/{product['id']}"),
    "empty": lambda person, path, product: person.delete(path),
}


def test_nobody_else_writes_a_cart(staff, anyone, customer, other_customer, product):
    before = put_in_cart(customer, product, 2)
    for person, status in ((anyone, 401), (other_customer, 404), (staff, 404)):
        for write in WRITES.values():
            refused(write(person, f"{customer.path}/cart", product), status)
            assert cart_of(customer) == before


def test_a_cart_is_read_by_its_owner_and_staff(staff, anyone, customer, other_customer, product):
    cart = put_in_cart(customer, product, 2)
    assert cart_of(staff, owner=customer) == cart
    refused(other_customer.get(f"{customer.path}/cart"), 404)
    refused(anyone.get(f"{customer.path}/cart"), 401)


def test_nobody_has_no_cart(staff, customer, product):
    for person in (staff, customer):
        for an_id in (UNKNOWN, "me", "%00"):
            refused(person.get(f"/users/{an_id}/cart"), 404)
            for write in WRITES.values():
                refused(write(person, f"/users/{an_id}/cart", product), 404)
