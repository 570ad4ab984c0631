"""Limits, cursors and other query parameters, good and bad."""

import pytest

from .pages import adjusted, page, path_of
from .steps import (
    LISTED,
    a_customer,
    a_product,
    accepted,
    an_order,
    eventually,
    refused,
    settled,
    unique,
)
from .version import money

BAD_LIMITS = ["0", "-1", "101", "1000", "", "abc", "1.0", "1.5", "1e1", " 5", "5 ", "+5", "0x5"]
BAD_LIMITS += ["٣", "５", "5\0", "9" * 30, "None", "1,2", "[5]"]
BAD_CURSORS = [
    "",
    " ",
    "x",
    "abc",
    "0",
    "-1",
    "null",
    "{}",
    "e30",
    "W10",
    "bnVsbA",
    "AAAA",
    "====",
    "\0",
]
BAD_CURSORS += [
    "é",
    "\U0001f600",
    "x" * 5000,
    "../..",
    "' OR 1=1 --",
    "018f0000-0000-7000-8000-000000000000",
]


@pytest.fixture
def product(staff):
    return adjusted(staff)


@pytest.fixture
def paged_lists(staff, world):
    """Every paged list, with a person who may read it."""
    return {
        "/users": staff,
        "/orders": staff,
        "/products": world.stranger,
        f"{world.owner.path}/orders": world.owner,
        f"{world.owner.path}/notifications": world.owner,
        path_of(world.product): staff,
    }


def is_bad(person, path, name, value):
    problem = refused(person.get(path, params={name: value}), 422, "")
    assert name in problem["errors"][0]["detail"]


@pytest.mark.parametrize("limit", BAD_LIMITS, ids=ascii)
def test_a_bad_limit_is_422(anyone, limit):
    is_bad(anyone, "/products", "limit", limit)


@pytest.mark.parametrize("cursor", BAD_CURSORS, ids=lambda cursor: ascii(cursor)[:20])
def test_a_bad_cursor_is_422(anyone, cursor):
    is_bad(anyone, "/products", "cursor", cursor)
    is_bad(anyone, "/products?sort=price", "cursor", cursor)


def test_a_cut_or_bent_cursor_is_422(staff, product):
    _, cursor = page(staff, path_of(product), limit=1)
    for end in range(1, len(cursor)):
        refused(staff.get(path_of(product), params={"cursor": cursor[:end]}), 422, "")
    for odd in (cursor[::-1], cursor + "A", cursor * 2, " " + cursor, cursor + "\n"):
        refused(staff.get(path_of(product), params={"cursor": odd}), 422, "")
    for place_ in range(0, len(cursor), 3):
        other = "A" if cursor[place_] != "A" else "B"
        bent = cursor[:place_] + other + cursor[place_ + 1 :]
        refused(staff.get(path_of(product), params={"cursor": bent}), 422, "")


def test_a_cursor_of_another_list_is_422(staff, product, world):
    other = a_product(staff, stock=1)
    _, cursor = page(staff, path_of(product), limit=1)
    for path in (path_of(other), "/products", "/users", "/orders"):
        refused(staff.get(path, params={"cursor": cursor}), 422, "")
    _, cursor = page(staff, "/users", limit=1)
    for path in (path_of(product), "/orders", "/products", f"{world.owner.path}/orders"):
        refused(staff.get(path, params={"cursor": cursor}), 422, "")


def test_a_cursor_of_another_persons_orders_is_422(shop, staff, world):
    customer = a_customer(shop)
    for _ in range(2):
        an_order(customer, world.product)
    _, cursor = page(customer, f"{customer.path}/orders", limit=1)
    assert len(page(customer, f"{customer.path}/orders", cursor=cursor)[0]) == 1
    refused(world.owner.get(f"{world.owner.path}/orders", params={"cursor": cursor}), 422, "")
    refused(staff.get("/orders", params={"cursor": cursor}), 422, "")


def test_a_cursor_of_other_filters_is_422(staff, anyone):
    word = unique("filtered")
    for price in (1, 2, 3):
        a_product(staff, stock=0, name=word, price=price, category=word)
    eventually(lambda: three_are_listed(anyone, word), LISTED)
    mine = {"q": word, "category": word, "min_price": 1, "max_price": 3, "sort": "price"}
    _, cursor = page(anyone, "/products", limit=1, **mine)
    rest, end = page(anyone, "/products", cursor=cursor, **mine)
    assert [product["price"] for product in rest] == [money(2), money(3)] and end is None
    for change in (
        {"q": word[:-1]},
        {"category": "other"},
        {"min_price": 2},
        {"max_price": 2},
        {"sort": "-price"},
        {"sort": "newest"},
        {"sort": "name"},
    ):
        refused(anyone.get("/products", params={**mine, **change, "cursor": cursor}), 422, "")
    for name in mine:
        fewer = {key: value for key, value in mine.items() if key != name}
        refused(anyone.get("/products", params={**fewer, "cursor": cursor}), 422, "")


def three_are_listed(anyone, word):
    found = accepted(anyone.get("/products", params={"q": word}))
    assert len(found) == 3


def test_a_cursor_of_orders_of_another_status_is_422(shop, staff):
    customer, product = a_customer(shop), a_product(staff, stock=5)
    for _ in range(2):
        settled(customer, an_order(customer, product))
    _, cursor = eventually(lambda: with_cursor(staff, "confirmed"), LISTED)
    accepted(staff.get("/orders", params={"status": "confirmed", "cursor": cursor}))
    refused(staff.get("/orders", params={"status": "pending", "cursor": cursor}), 422, "")
    refused(staff.get("/orders", params={"cursor": cursor}), 422, "")


def with_cursor(staff, status):
    items, cursor = page(staff, "/orders", status=status, limit=1)
    assert cursor
    return items, cursor


@pytest.mark.parametrize("query", ["%FF", "limit", "&&&", "=", "limit=1%00", "%00=%00", "a=%zz"])
def test_an_odd_query_never_breaks_the_shop(anyone, query):
    answer = anyone.get(f"/products?{query}")
    if answer.status_code == 200:
        accepted(answer)
    else:
        refused(answer, 422, "")


def test_a_bad_limit_or_cursor_is_422_on_every_list(paged_lists):
    for path, person in paged_lists.items():
        for limit in ("0", "101", "abc", ""):
            is_bad(person, path, "limit", limit)
        for cursor in ("x", "AAAA", ""):
            is_bad(person, path, "cursor", cursor)


def test_a_good_limit_is_taken_on_every_list(paged_lists):
    for path, person in paged_lists.items():
        for limit in ("1", "100"):
            assert len(accepted(person.get(path, params={"limit": limit}))) <= int(limit)


def test_unknown_query_parameters_are_ignored(paged_lists):
    for path, person in paged_lists.items():
        odd = {"page": "2", "offset": "1", "order": "asc", "Limit": "0", "CURSOR": "x", "": "x"}
        plain = accepted(person.get(path, params={"limit": 100}))
        if path.count("/") > 2:  # no other test adds to it
            assert accepted(person.get(path, params={"limit": 100, **odd})) == plain
        else:
            accepted(person.get(path, params={"limit": 100, **odd}))


def test_of_a_repeated_parameter_the_first_counts(staff, product):
    assert len(accepted(staff.get(f"{path_of(product)}?limit=1&limit=3"))) == 1
    assert len(accepted(staff.get(f"{path_of(product)}?limit=1&limit=bad"))) == 1
    refused(staff.get(f"{path_of(product)}?limit=bad&limit=1"), 422, "")
