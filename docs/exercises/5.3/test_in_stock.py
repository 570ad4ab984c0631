"""A list can be narrowed to what can be bought, by the stock that the catalog has received."""

import pytest

from tests.contract.readings import soon_equal
from tests.contract.steps import (
    LATER,
    a_product,
    accepted,
    add_stock,
    an_order,
    listed,
    refused,
    settled,
    unique,
)


@pytest.fixture
def category():
    return unique("shelf")


def listed_ids(anyone, category, **params):
    return {product["id"] for product in listed(anyone, "/products", category=category, **params)}


def soon_listed(anyone, category, *products, **params):
    wanted = {product["id"] for product in products}
    soon_equal(lambda: listed_ids(anyone, category, **params), wanted, LATER)


def test_what_is_not_there_is_left_out(staff, anyone, category):
    there = a_product(staff, stock=3, category=category)
    gone = a_product(staff, stock=0, category=category)
    soon_listed(anyone, category, there, in_stock="true")
    soon_listed(anyone, category, there, gone, in_stock="false")
    soon_listed(anyone, category, there, gone)


def test_it_follows_the_stock(staff, anyone, customer, category):
    last = a_product(staff, stock=1, category=category)
    soon_listed(anyone, category, last, in_stock="true")
    assert settled(customer, an_order(customer, last))["status"] == "confirmed"
    soon_listed(anyone, category, in_stock="true")
    add_stock(staff, last, 2)
    soon_listed(anyone, category, last, in_stock="true")


def test_pages_hold_only_what_can_be_bought(staff, anyone, category):
    there = [a_product(staff, stock=1, category=category) for _ in range(3)]
    a_product(staff, stock=0, category=category)
    soon_listed(anyone, category, *there, in_stock="true", limit=1)


def test_a_cursor_fits_its_own_list_only(staff, anyone, category):
    for _ in range(2):
        a_product(staff, stock=1, category=category)
    page = anyone.get("/products", params={"category": category, "limit": 1})
    cursor = page.json()["meta"]["next_cursor"]
    other = {"category": category, "limit": 1, "in_stock": "true", "cursor": cursor}
    refused(anyone.get("/products", params=other), 422)


def test_other_words_are_refused(anyone):
    refused(anyone.get("/products", params={"in_stock": "maybe"}), 422)
    accepted(anyone.get("/products", params={"in_stock": "false"}))
