"""The state machine of an order, and who may trigger each transition.

pending ──► confirmed ──► shipped ──► delivered
   │            │
   ▼            ▼
rejected    cancelling ──► cancelled
"""

from typing import Final, Literal

from .errors import Conflict
from .shapes import Notice, PaymentStatus, Reason, Status

Action = Literal["shipment", "delivery", "cancellation"]

PENDING: Final = "pending"
CONFIRMED: Final = "confirmed"
REJECTED: Final = "rejected"
CANCELLING: Final = "cancelling"
CANCELLED: Final = "cancelled"
SHIPPED: Final = "shipped"
DELIVERED: Final = "delivered"

STATUSES: tuple[Status, ...] = (
    PENDING,
    CONFIRMED,
    REJECTED,
    CANCELLING,
    CANCELLED,
    SHIPPED,
    DELIVERED,
)
OPEN: tuple[Status, ...] = (PENDING, CANCELLING)
FINAL: tuple[Status, ...] = (REJECTED, CANCELLED, DELIVERED)

OUT_OF_STOCK: Final = "out_of_stock"
PAYMENT_DECLINED: Final = "payment_declined"
PAYMENT_UNAVAILABLE: Final = "payment_unavailable"

# Why an order is rejected, by the outcome of its charge.
REASONS: dict[PaymentStatus, Reason] = {
    "declined": PAYMENT_DECLINED,
    "cancelled": PAYMENT_UNAVAILABLE,
}

LONGEST_WAIT = 15  # seconds
ALARM_AFTER = 5  # attempts

SHIPMENT: Final = "shipment"
DELIVERY: Final = "delivery"
CANCELLATION: Final = "cancellation"
_MOVES: dict[Action, dict[Status, Status]] = {
    SHIPMENT: {CONFIRMED: SHIPPED},
    DELIVERY: {SHIPPED: DELIVERED},
    CANCELLATION: {
        PENDING: PENDING,  # remembered; it acts once the order is confirmed
        CONFIRMED: CANCELLING,
        CANCELLING: CANCELLING,
        CANCELLED: CANCELLED,
    },
}


def next_status(status: Status, action: Action) -> Status:
    """The status that `action` leads to. Raises Conflict if it is not allowed in this status."""
    try:
        return _MOVES[action][status]
    except KeyError:
        raise Conflict(f"No {action} of an order that is {status}.") from None


def wait_after(attempts: int) -> int:
    """Seconds until a waiting order is retried: 1, 2, 4, 8, then LONGEST_WAIT."""
    return min(2**attempts // 2, LONGEST_WAIT)


_NOTIFICATIONS: dict[Status, tuple[Notice, str]] = {
    CONFIRMED: ("order_confirmed", "Your order is paid and confirmed."),
    REJECTED: ("order_rejected", "Your order could not be accepted."),
    SHIPPED: ("order_shipped", "Your order is on its way."),
    DELIVERED: ("order_delivered", "Your order has arrived."),
    CANCELLED: ("order_cancelled", "Your order is cancelled and the money is on its way back."),
}


def notification(status: Status) -> tuple[Notice, str] | None:
    """The kind and text of the one notification for this outcome; None if it has none."""
    return _NOTIFICATIONS.get(status)
