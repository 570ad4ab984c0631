"""The states of an order, and who may move it from where to where.

pending ──► confirmed ──► shipped ──► delivered
   │            │
   ▼            ▼
rejected    cancelling ──► cancelled
"""

from .errors import Conflict

PENDING, CONFIRMED, REJECTED = "pending", "confirmed", "rejected"
CANCELLING, CANCELLED = "cancelling", "cancelled"
SHIPPED, DELIVERED = "shipped", "delivered"

STATUSES = (PENDING, CONFIRMED, REJECTED, CANCELLING, CANCELLED, SHIPPED, DELIVERED)
OPEN = (PENDING, CANCELLING)
FINAL = (REJECTED, CANCELLED, DELIVERED)

OUT_OF_STOCK = "out_of_stock"
PAYMENT_DECLINED = "payment_declined"
PAYMENT_UNAVAILABLE = "payment_unavailable"

SHIPMENT, DELIVERY, CANCELLATION = "shipment", "delivery", "cancellation"
_MOVES = {
    SHIPMENT: {CONFIRMED: SHIPPED},
    DELIVERY: {SHIPPED: DELIVERED},
    CANCELLATION: {
        PENDING: PENDING,  # remembered; it acts once the order is confirmed
        CONFIRMED: CANCELLING,
        CANCELLING: CANCELLING,
        CANCELLED: CANCELLED,
    },
}


def next_status(status, action):
    """The status that `action` leads to, or Conflict if it is not allowed now."""
    try:
        return _MOVES[action][status]
    except KeyError:
        raise Conflict(f"No {action} of an order that is {status}.") from None


TEXTS = {
    CONFIRMED: "Your order is paid and confirmed.",
    REJECTED: "Your order could not be accepted.",
    SHIPPED: "Your order is on its way.",
    DELIVERED: "Your order has arrived.",
    CANCELLED: "Your order is cancelled and the money is on its way back.",
}


def notification(status):
    """The kind and text of the one message that tells of this outcome, or None."""
    return (f"order_{status}", TEXTS[status]) if status in TEXTS else None
