"""Lists: newest first, in pages without gaps and repetitions."""

import pytest

from .pages import ENTRIES, adjusted, deltas, page, path_of
from .steps import (
    LISTED,
    a_customer,
    a_product,
    accepted,
    add_stock,
    eventually,
    listed,
    place,
    put_in_cart,
    unique,
)


@pytest.fixture
def product(staff):
    return adjusted(staff)


def test_a_list_is_newest_first(staff, product):
    items, cursor = page(staff, path_of(product))
    assert deltas(items) == [5, 4, 3, 2, 1]
    assert cursor is None
    assert [item["id"] for item in items] == sorted((item["id"] for item in items), reverse=True)
    times = [item["created_at"] for item in items]
    assert times == sorted(times, reverse=True)


@pytest.mark.parametrize("limit", [1, 2, 3, 4, 5, 6, 100])
def test_pages_of_any_size_give_every_item_once(staff, product, limit):
    seen, cursor, sizes = [], None, []
    while True:
        items, cursor = page(staff, path_of(product), limit=limit, **from_(cursor))
        seen += deltas(items)
        sizes.append(len(items))
        if cursor is None:
            break
    assert seen == [5, 4, 3, 2, 1]
    full, rest = divmod(ENTRIES, limit)
    assert sizes == [limit] * full + [rest] * bool(rest)


def from_(cursor):
    return {} if cursor is None else {"cursor": cursor}


def test_a_page_has_twenty_items_unless_asked_otherwise_and_at_most_a_hundred(staff, product):
    for _ in range(101 - ENTRIES):
        add_stock(staff, product, 1)
    items, cursor = page(staff, path_of(product))
    assert len(items) == 20 and cursor
    items, cursor = page(staff, path_of(product), limit=100)
    assert len(items) == 100 and cursor
    items, cursor = page(staff, path_of(product), limit=100, cursor=cursor)
    assert deltas(items) == [1] and cursor is None


def test_what_is_added_while_paging_is_not_on_later_pages_and_shifts_nothing(staff, product):
    first, cursor = page(staff, path_of(product), limit=2)
    for _ in range(3):
        add_stock(staff, product, 100)
    second, cursor = page(staff, path_of(product), limit=2, cursor=cursor)
    add_stock(staff, product, 100)
    third, cursor = page(staff, path_of(product), limit=2, cursor=cursor)
    assert (deltas(first), deltas(second), deltas(third)) == ([5, 4], [3, 2], [1])
    assert cursor is None


def test_a_cursor_gives_the_same_page_twice_and_with_another_limit(staff, product):
    _, cursor = page(staff, path_of(product), limit=2)
    once, again = (page(staff, path_of(product), limit=2, cursor=cursor) for _ in range(2))
    assert deltas(once[0]) == deltas(again[0]) == [3, 2]
    rest, end = page(staff, path_of(product), limit=50, cursor=cursor)
    assert deltas(rest) == [3, 2, 1] and end is None


def test_products_added_while_paging_shift_nothing(staff, anyone):
    word = unique("walk")
    names = [f"{word} {number}" for number in range(4)]
    products = [a_product(staff, stock=0, name=name)["id"] for name in names]
    newest_first = sorted(products, reverse=True)

    def all_four():
        found = [product["id"] for product in listed(anyone, "/products", q=word)]
        assert found == newest_first

    eventually(all_four, LISTED)
    _, cursor = page(anyone, "/products", q=word, limit=2)
    a_product(staff, stock=0, name=f"{word} late")
    rest, end = page(anyone, "/products", q=word, limit=2, cursor=cursor)
    assert [product["id"] for product in rest] == newest_first[2:] and end is None


def test_a_new_order_is_first_in_its_owners_list_and_in_the_staffs(shop, staff):
    customer, product = a_customer(shop), a_product(staff)
    placed = []
    for _ in range(3):
        put_in_cart(customer, product)
        placed.insert(0, accepted(place(customer), 201)["id"])

    def check():
        mine = [order["id"] for order in listed(customer, f"{customer.path}/orders", limit=2)]
        assert mine == placed
        newest = accepted(staff.get("/orders", params={"limit": 100}))
        assert [order["id"] for order in newest if order["user_id"] == customer.id] == placed

    eventually(check, LISTED)
