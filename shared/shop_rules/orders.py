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

# Why an order is rejected, by how its charge ended.
REASONS = {"declined": PAYMENT_DECLINED, "cancelled": PAYMENT_UNAVAILABLE}

LONGEST_WAIT = 15  # seconds
ALARM_AFTER = 5  # attempts

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


def wait_after(attempts):
    """Seconds until an order that waits is tried again: 1, 2, 4, 8, then LONGEST_WAIT."""
    return min(2**attempts // 2, LONGEST_WAIT)


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
