"""Notifications: written with the order they tell of, so by the old side while it has the orders.

They are followed in one direction, before and after the unit has moved. Its hand-over changes who
is asked for them, and nothing else.
"""

from ..config import OLD
from .plain import direction

FORWARD = direction(
    "notifications",
    unit="notifications",
    way="forward",
    source=OLD,
    target="notifications",
    table="notifications",
    columns=("id", "user_id", "order_id", "kind", "text"),
)
