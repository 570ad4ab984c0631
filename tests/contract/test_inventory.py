"""The stock of a product: the sum of its adjustments, moved by its orders."""

import pytest

from .readings import adjustments_of, soon_equal, stock_of
from .representations import in_stock, the_adjustment
from .steps import (
    LISTED,
    a_product,
    accepted,
    add_stock,
    an_order,
    listed,
    new_key,
    refused,
    settled,
    unique,
)


@pytest.fixture
def product(staff):
    """A product with a stock of 0."""
    return a_product(staff, stock=0)


def path_of(product):
    return f"/products/{product['id']}/stock/adjustments"


def adjust(staff, product, delta, reason="delivery", headers=None):
    body = {"delta": delta, "reason": reason}
    return staff.post(path_of(product), body, headers=headers or new_key())


def test_a_new_product_is_not_in_stock(staff, anyone, product):
    assert stock_of(staff, product) == in_stock(0)
    assert adjustments_of(staff, product) == []
    none = {"product_id": product["id"], "available": 0}
    assert accepted(anyone.get(f"/products/{product['id']}/availability")) == none


def test_an_adjustment_is_answered_whole_and_read_back(staff, anyone, product):
    made = accepted(adjust(staff, product, 12, "first delivery"), 201)
    assert made == the_adjustment(product, 12, "first delivery")
    assert stock_of(staff, product) == in_stock(12)
    soon_equal(lambda: adjustments_of(staff, product), [made], LISTED)
    twelve = {"product_id": product["id"], "available": 12}
    assert accepted(anyone.get(f"/products/{product['id']}/availability")) == twelve


def test_adjustments_go_up_and_down_to_nothing(staff, product):
    for delta, left in ((5, 5), (-2, 3), (4, 7), (-6, 1), (-1, 0), (1, 1)):
        made = accepted(adjust(staff, product, delta, f"by {delta}"), 201)
        assert made == the_adjustment(product, delta, f"by {delta}")
        assert stock_of(staff, product) == in_stock(left)
    deltas = [5, -2, 4, -6, -1, 1]
    soon_equal(
        lambda: [adjustment["delta"] for adjustment in reversed(adjustments_of(staff, product))],
        deltas,
        LISTED,
    )


@pytest.mark.parametrize("stock, delta", [(0, -1), (3, -4), (3, -1_000_000)])
def test_an_adjustment_below_nothing_is_refused(staff, anyone, stock, delta):
    product = a_product(staff, stock=stock)
    before = adjustments_of(staff, product)
    refused(adjust(staff, product, delta), 409)
    assert stock_of(staff, product) == in_stock(stock)
    assert adjustments_of(staff, product) == before


def test_what_is_sold_can_not_be_adjusted_away(staff, customer):
    product = a_product(staff, stock=3)
    settled(customer, an_order(customer, product, quantity=2))
    refused(adjust(staff, product, -2), 409)
    accepted(adjust(staff, product, -1), 201)
    assert stock_of(staff, product) == in_stock(0, sold=2)


@pytest.mark.parametrize("delta", [1, 1_000_000])
def test_an_adjustment_may_be_as_small_or_large_as(staff, product, delta):
    for sign in (1, -1):
        made = accepted(adjust(staff, product, sign * delta), 201)
        assert made["delta"] == sign * delta
    assert stock_of(staff, product) == in_stock(0)


@pytest.mark.parametrize("reason", ["r", "r" * 200, "€" * 200, "lost; 100% 'sure'"])
def test_a_reason_is_kept_as_given(staff, product, reason):
    made = accepted(adjust(staff, product, 1, f" {reason} "), 201)
    assert made["reason"] == reason
    soon_equal(lambda: adjustments_of(staff, product), [made], LISTED)


WRONG = [
    *[("delta", value) for value in (0, 1_000_001, -1_000_001, 1.0, "1", True, None, [1])],
    *[("reason", value) for value in ("", "  ", "r" * 201, None, 5, "a\0b", "\ud800")],
    ("available", 5),
    ("product_id", "01890a5d-ac96-774b-bcce-b302099a8057"),
]


@pytest.mark.parametrize("field, value", WRONG, ids=lambda value: f"{value!r:.20}")
def test_an_adjustment_with_a_wrong_field_is_refused(staff, product, field, value):
    body = {"delta": 1, "reason": "delivery", field: value}
    refused(staff.post(path_of(product), body, headers=new_key()), 422, f"/{field}")
    assert stock_of(staff, product) == in_stock(0)
    assert adjustments_of(staff, product) == []


@pytest.mark.parametrize("field", ["delta", "reason"])
def test_an_adjustment_needs_a(staff, product, field):
    body = {"delta": 1, "reason": "delivery"}
    del body[field]
    refused(staff.post(path_of(product), body, headers=new_key()), 422, f"/{field}")
    assert stock_of(staff, product) == in_stock(0)


@pytest.mark.parametrize("key", [None, "", "k" * 256, "a key", "a\tkey", "k\xe9y"])
def test_an_adjustment_needs_a_well_formed_key(staff, product, key):
    headers = {} if key is None else {"Idempotency-Key": key.encode("latin-1")}
    body = {"delta": 1, "reason": "delivery"}
    refused(staff.post(path_of(product), body, headers=headers), 400)
    refused(staff.post(path_of(product), {**body, "delta": 0}, headers=headers), 400)
    assert stock_of(staff, product) == in_stock(0)


def test_the_longest_key_is_good(staff, product):
    key = unique("key").ljust(255, "~")
    accepted(adjust(staff, product, 1, headers={"Idempotency-Key": key}), 201)
    accepted(adjust(staff, product, 1, headers={"Idempotency-Key": key}), 201)
    accepted(adjust(staff, product, 1, headers={"Idempotency-Key": key[:-1]}), 201)
    assert stock_of(staff, product) == in_stock(2)


def test_an_adjustment_sent_again_counts_once(staff, product):
    key = new_key()
    first = accepted(adjust(staff, product, 5, headers=key), 201)
    accepted(adjust(staff, product, -1), 201)
    assert accepted(adjust(staff, product, 5, headers=key), 201) == first
    assert stock_of(staff, product) == in_stock(4)
    soon_equal(lambda: len(adjustments_of(staff, product)), 2, LISTED)


@pytest.mark.parametrize("delta, reason", [(6, "delivery"), (5, "another")])
def test_a_key_is_good_for_one_adjustment_only(staff, product, delta, reason):
    key = new_key()
    accepted(adjust(staff, product, 5, headers=key), 201)
    refused(adjust(staff, product, delta, reason, headers=key), 422)
    assert stock_of(staff, product) == in_stock(5)
    soon_equal(lambda: len(adjustments_of(staff, product)), 1, LISTED)


def test_a_refused_adjustment_uses_no_key_up(staff, product):
    key = new_key()
    refused(adjust(staff, product, 0, headers=key), 422, "/delta")
    refused(adjust(staff, product, -3, headers=key), 409)
    accepted(adjust(staff, product, 4), 201)
    accepted(adjust(staff, product, -3, headers=key), 201)
    assert stock_of(staff, product) == in_stock(1)


def test_adjustments_are_listed_newest_first_page_by_page(staff, product):
    made = [accepted(adjust(staff, product, delta, f"no. {delta}"), 201) for delta in range(1, 7)]
    newest_first = sorted(made, key=lambda one: (one["created_at"], one["id"]), reverse=True)
    soon_equal(lambda: adjustments_of(staff, product), newest_first, LISTED)
    for limit in (1, 2, 3, 4):
        assert list(listed(staff, path_of(product), limit=limit)) == newest_first
    last_page = staff.get(path_of(product), params={"limit": 6})
    assert "next_cursor" not in last_page.json()["meta"]


def test_adjustments_of_another_product_are_not_listed(staff, product):
    add_stock(staff, product, 3)
    other = a_product(staff, stock=2)

    def adjustments():
        return [adjustments_of(staff, each) for each in (product, other)]

    one_each = [
        [the_adjustment(product, 3, "for a test")],
        [the_adjustment(other, 2, "for a test")],
    ]
    soon_equal(adjustments, one_each, LISTED)


def test_stock_follows_an_order_through_its_life(staff, customer):
    product = a_product(staff, stock=10)
    order = settled(customer, an_order(customer, product, quantity=3))
    assert stock_of(staff, product) == in_stock(7, sold=3)
    path = f"/orders/{order['id']}"
    accepted(staff.post(f"{path}/shipment", {"carrier": "DHL", "tracking": "1"}))
    assert stock_of(staff, product) == in_stock(7, sold=3)
    accepted(staff.post(f"{path}/delivery"))
    assert stock_of(staff, product) == in_stock(7, sold=3)
    assert [one["delta"] for one in adjustments_of(staff, product)] == [10]


def test_an_archived_product_is_still_counted_by_staff(staff, anyone, customer):
    product = a_product(staff, stock=4)
    order = settled(customer, an_order(customer, product, quantity=3))
    accepted(staff.delete(f"/products/{product['id']}"), 204)
    refused(anyone.get(f"/products/{product['id']}/availability"), 404)
    assert stock_of(staff, product) == in_stock(1, sold=3)
    accepted(adjust(staff, product, -1, "scrapped"), 201)
    accepted(customer.post(f"/orders/{order['id']}/cancellation"), 202)
    assert settled(customer, order)["status"] == "cancelled"
    soon_equal(lambda: stock_of(staff, product), in_stock(3), LISTED)
    soon_equal(lambda: [one["delta"] for one in adjustments_of(staff, product)], [-1, 4], LISTED)
