"""What the page on speed and its limits states. It is true of the recorded boxes."""

from .boxes import row
from .statement import Statement, near

PAGE = "docs/how-fast.md"
READS = "## Reads a second beside the same statements bare: 10,000 products, 100,000 orders"
SMALL = "## Reads a second beside the same statements bare: 1,000 products, 10,000 orders"
ORDERS = "## Orders beside their statements and calls bare"
OF_AN_ORDER = "## Processor time of an order"
WEIGHTS = "## What a process weighs before it serves"
WARM = "## Warm, until answered"
BY_PACKAGE = "## Whose code a request spends its processor time in"


def bench(label: str, after: str) -> list[float]:
    return row("bench-stage1", label, after)


def rates(label: str, after: str = READS) -> list[float]:
    """(the shop's rate, that of the bare route, their ratio)"""
    return bench(label, after)[:3]


def profile(whose: str) -> list[float]:
    """Percent of each kind of request."""
    return row("bench-profile", whose, BY_PACKAGE)


def bench2(label: str, after: str) -> list[float]:
    return row("bench-stage2", label, after)


def weight(of: str) -> list[int]:
    """MB of the shop, a catalog, its worker, the gateway, and a process that watches one."""
    return [round(each) for each in row("bench-memory", of, WEIGHTS)]


LIMITS = [
    Statement(
        PAGE,
        "| read a product | 875 | 1,657 | 0.53 |",
        lambda: rates("GET product") == [875, 1657, 0.53],
    ),
    Statement(
        PAGE,
        "| list 20 products | 484 | 857 | 0.56 |",
        lambda: rates("GET list") == [484, 857, 0.56],
    ),
    Statement(
        PAGE, "| search | 355 | 490 | 0.72 |", lambda: rates("GET search") == [355, 490, 0.72]
    ),
    Statement(
        PAGE,
        "| read an order | 651 | 1,039 | 0.62 |",
        lambda: rates("GET order") == [651, 1039, 0.62],
    ),
    Statement(
        PAGE,
        "| fill a cart, place an order, have it confirmed | 50 | 93 | 0.54 |",
        lambda: rates("orders confirmed a second", ORDERS) == [50, 93, 0.54],
    ),
    Statement(
        PAGE,
        "A tenth of the rows gives nearly the same rates, except for the search",
        lambda: (
            all(
                near(rates(f"GET {what}")[0], rates(f"GET {what}", SMALL)[0])
                for what in ("product", "list", "order")
            )
            and rates("GET search")[0] < 0.8 * rates("GET search", SMALL)[0]
        ),
    ),
    Statement(
        PAGE,
        "takes 27 ms of processor time: 19 in the shop, 5 in PostgreSQL, and 3",
        lambda: [round(each) for each in bench("stage 1", OF_AN_ORDER)] == [27, 19, 5, 3],
    ),
    Statement(
        PAGE,
        "This disk confirms 4,566 writes a second",
        lambda: bench("fdatasync of 8 KB a second, one after another", ORDERS) == [4566],
    ),
    Statement(
        PAGE,
        "The stage's own code is a small part of every request",
        lambda: max(profile("stage 1's own code")) < 20,
    ),
    Statement(
        PAGE,
        "The largest part goes to SQLAlchemy",
        lambda: min(map(sum, zip(profile("sqlalchemy"), profile("psycopg"), strict=True))) > 40,
    ),
    Statement(
        PAGE,
        "On a product's page werkzeug takes a quarter",
        lambda: near(profile("werkzeug")[0], 25),
    ),
    Statement(
        PAGE,
        "It takes 85 ms and 1,004 MB",
        lambda: (
            round(bench2("stage 2", OF_AN_ORDER)[0]) == 85
            and bench2("stage 2", "## Memory")[0] == 1004
        ),
    ),
    Statement(
        PAGE,
        "The time is spread over thirteen parts, and none of them takes more than 15 ms",
        lambda: (
            len(bench2("stage 2", OF_AN_ORDER)[1:]) == 13
            and max(bench2("stage 2", OF_AN_ORDER)[1:]) <= 15
        ),
    ),
    Statement(
        PAGE, "| SQLAlchemy | 16 | 13 | 15 | |", lambda: weight("sqlalchemy")[:3] == [16, 13, 15]
    ),
    Statement(
        PAGE,
        "| Python and its own library | 16 | 15 | 13 | 14 |",
        lambda: weight("Python and its own library")[:4] == [16, 15, 13, 14],
    ),
    Statement(
        PAGE,
        "| the shop's own code | 4 | 2 | 2 | 1 |",
        lambda: weight("the shop's own code")[:4] == [4, 2, 2, 1],
    ),
    Statement(
        PAGE,
        "the web server watches the one that serves: 16 MB more",
        lambda: weight("in all")[4] == 16,
    ),
    Statement(
        PAGE,
        "in all, before the first request | 52 | 61 | 63 | 31 |",
        lambda: weight("in all")[:4] == [52, 61, 63, 31],
    ),
    Statement(
        PAGE,
        "takes 13.6 ms, and its one call of the database, sent bare, 2.7 ms: 5 times",
        lambda: near(row("bench-stage3", "a product", WARM)[1], 13.6, 0.02),
    ),
    Statement(
        PAGE,
        "placing an order takes 1.65 times its calls",
        lambda: near(row("bench-stage3", "place an order", WARM)[3], 1.65, 0.02),
    ),
    Statement(
        PAGE,
        "up again after 11.5 s",
        lambda: row("bench-stage3", "stage 3", "## Seconds to come up")[1] == 11.5,
    ),
    Statement(
        PAGE,
        "after 0.5 s in stage 1, 1.4 s in stage 2, and 2.4 s in stage 3",
        lambda: [row("bench-race", f"stage {n}")[1] for n in (1, 2, 3)] == [0.5, 1.4, 2.4],
    ),
    Statement(
        PAGE,
        "stage 3's first crowd waited 8.9 s",
        lambda: row("bench-race", "stage 3")[-1] == 8.9,
    ),
]
