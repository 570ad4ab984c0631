"""What a row of one side becomes on the other: a Direction for each table that is followed."""

from . import (
    accounts,
    carts,
    catalog,
    imports,
    keys,
    notifications,
    orders,
    payments,
    people,
    stock,
)
from .direction import Direction

DIRECTIONS: tuple[Direction, ...] = (
    notifications.FORWARD,
    notifications.BACK,
    catalog.FORWARD,
    catalog.STOCK,
    catalog.BACK,
    *imports.FORWARD,
    *imports.BACK,
    orders.FORWARD,
    orders.RESERVATIONS,
    payments.FORWARD,
    stock.FORWARD,
    stock.ADJUSTMENTS,
    keys.OF_ORDERS,
    keys.OF_STOCK,
    carts.FORWARD,
    people.CLOSED,
    orders.BACK,
    payments.BACK,
    stock.BACK,
    stock.ADJUSTMENTS_BACK,
    keys.OF_ORDERS_BACK,
    keys.OF_STOCK_BACK,
    *accounts.FORWARD,
    *accounts.BACK,
)


def of(unit: str) -> list[Direction]:
    return [direction for direction in DIRECTIONS if direction.unit == unit]


def named(name: str) -> Direction:
    return next(direction for direction in DIRECTIONS if direction.name == name)
