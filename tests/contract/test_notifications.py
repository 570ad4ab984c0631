"""Each outcome of an order sends exactly one notification, to its owner only."""

import pytest

from .lives import TOLD, an_order_that_is
from .readings import notifications_of, soon_equal
from .representations import the_notification
from .steps import LATER, a_product, accepted, an_order, listed, refused, settled

UNKNOWN = "01890a5d-ac96-774b-bcce-b302099a8057"


@pytest.fixture
def product(staff):
    return a_product(staff, stock=20)


def by_kind(notifications):
    return sorted(notifications, key=lambda notification: notification["kind"])


@pytest.mark.parametrize("status", ["confirmed", "rejected", "cancelled", "shipped", "delivered"])
def test_one_notification_is_sent_for_each_outcome_of_an_order_that_is(
    staff, customer, product, status
):
    order = an_order_that_is(status, staff, customer, product)
    sent = [the_notification(order, kind) for kind in TOLD[status]]
    soon_equal(lambda: by_kind(notifications_of(customer)), sent, LATER)
    times = [notification["sent_at"] for notification in notifications_of(customer)]
    assert times == sorted(times, reverse=True)


def test_too_little_stock_is_told_as_well(customer, product):
    order = settled(customer, an_order(customer, product, quantity=21))
    assert order["reason"] == "out_of_stock"
    sent = [the_notification(order, "order_rejected")]
    soon_equal(lambda: notifications_of(customer), sent, LATER)


def test_who_bought_nothing_is_told_nothing(customer):
    assert notifications_of(customer) == []


def test_notifications_are_listed_newest_first_page_by_page(staff, customer, product):
    newest_first = []
    for _ in range(4):
        order = settled(customer, an_order(customer, product))
        newest_first.insert(0, the_notification(order, "order_confirmed"))
        whole = soon_equal(lambda: notifications_of(customer), newest_first, LATER)
    path = f"{customer.path}/notifications"
    for limit in (1, 2, 3):
        assert list(listed(customer, path, limit=limit)) == whole
    last_page = customer.get(path, params={"limit": 4})
    assert accepted(last_page) == whole
    assert "next_cursor" not in last_page.json()["meta"]


def test_notifications_are_read_by_their_owner_and_staff(
    staff, anyone, customer, other_customer, product
):
    order = settled(customer, an_order(customer, product))
    sent = [the_notification(order, "order_confirmed")]
    soon_equal(lambda: notifications_of(customer), sent, LATER)
    path = f"{customer.path}/notifications"
    assert list(listed(staff, path)) == sent
    refused(anyone.get(path), 401)
    refused(other_customer.get(path), 404)
    assert notifications_of(other_customer) == []
    refused(staff.get(f"/users/{UNKNOWN}/notifications"), 404)


def test_two_people_are_told_of_their_own_orders_only(staff, customer, other_customer, product):
    people = (customer, other_customer)
    orders = [settled(person, an_order(person, product)) for person in people]
    sent = [[the_notification(order, "order_confirmed")] for order in orders]
    soon_equal(lambda: [notifications_of(person) for person in people], sent, LATER)
