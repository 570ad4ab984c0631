"""Brings orders to the state that a test needs, and reads all that belongs to one."""

from shop_rules.shapes import Notice, Order, Product, Status

from .client import Person, Response
from .readings import notifications_of, order_of, payment_of, soon_equal, stock_of
from .steps import LATER, accepted, an_order, settled

SHIPMENT = {"carrier": "DHL", "tracking": "JD014600003828"}
DECLINED = "pm_card_visa_chargeDeclined"
TOLD: dict[Status, list[Notice]] = {
    "pending": [],
    "confirmed": ["order_confirmed"],
    "rejected": ["order_rejected"],
    "cancelling": ["order_confirmed"],
    "cancelled": ["order_cancelled", "order_confirmed"],
    "shipped": ["order_confirmed", "order_shipped"],
    "delivered": ["order_confirmed", "order_delivered", "order_shipped"],
}


def cancel(person: Person, order: Order) -> Response:
    return person.post(f"/orders/{order['id']}/cancellation")


def ship(person: Person, order: Order, shipment: object = SHIPMENT) -> Response:
    return person.post(f"/orders/{order['id']}/shipment", shipment)


def deliver(person: Person, order: Order) -> Response:
    return person.post(f"/orders/{order['id']}/delivery")


MOVES = {"cancellation": cancel, "shipment": ship, "delivery": deliver}


def an_order_that_is(
    status: Status, staff: Person, customer: Person, product: Product, quantity: int = 1
) -> Order:
    """A new order of the product, in this status; the customer's only one."""
    method = DECLINED if status == "rejected" else "pm_card_visa"
    order = settled(customer, an_order(customer, product, quantity, method))
    if status == "cancelled":
        accepted(cancel(customer, order), 202)
        order = settled(customer, order)
    if status in ("shipped", "delivered"):
        order = accepted(ship(staff, order))
    if status == "delivered":
        order = accepted(deliver(staff, order))
    assert order["status"] == status, order
    return order


def told_of(customer: Person) -> list[Notice]:
    """The kinds of all notifications, sorted, since their order is not guaranteed."""
    return sorted(told["kind"] for told in notifications_of(customer))


def all_about(staff: Person, customer: Person, order: Order, product: Product) -> dict[str, object]:
    """Everything that can be read about an order, to check that nothing changes it."""
    soon_equal(lambda: told_of(customer), TOLD[order["status"]], LATER)
    return {
        "order": order_of(customer, order),
        "payment": payment_of(customer, order),
        "stock": stock_of(staff, product),
        "notifications": notifications_of(customer),
    }
