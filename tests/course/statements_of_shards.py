"""Statements of the variant sharded-orders about the box of its claim."""

from .boxes import row
from .statement import Statement, near

PAGE = "docs/variants/sharded-orders.md"
BOX = "sharded-orders"
ORDERS, LIST, MOVES = "orders a second", "ms to read", "orders that move"
LOWEST, HIGHEST = 1, 2  # of the rounds

SHARDS = [
    Statement(
        PAGE,
        "**More shards make nothing faster here.**",
        lambda: row(BOX, "2 shards", ORDERS)[LOWEST] < row(BOX, "stage 2", ORDERS)[HIGHEST],
    ),
    Statement(
        PAGE,
        "waits, but too briefly to stand out in the box",
        lambda: (
            row(BOX, "longest answer meanwhile, ms")[0]
            < 1.2 * row(BOX, "longest answer before, ms")[0]
        ),
    ),
    Statement(
        PAGE,
        "**A list of all buyers asks every shard.**",
        lambda: row(BOX, "2 shards", "times that this asks")[0] == 3,
    ),
    Statement(
        PAGE,
        "**Rendezvous hashing moves a third, a remainder two thirds.**",
        lambda: (
            near(row(BOX, "rendezvous", MOVES)[0], 33, 0.15)
            and near(row(BOX, "modulo", MOVES)[0], 67, 0.05)
        ),
    ),
]
