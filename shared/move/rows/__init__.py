"""What a row of one side becomes on the other: a Direction for each table that is followed."""

from . import catalog, notifications
from .direction import Direction

DIRECTIONS: tuple[Direction, ...] = (
    notifications.FORWARD,
    catalog.FORWARD,
    catalog.STOCK,
    catalog.BACK,
)


def of(unit: str) -> list[Direction]:
    return [direction for direction in DIRECTIONS if direction.unit == unit]


def named(name: str) -> Direction:
    return next(direction for direction in DIRECTIONS if direction.name == name)
