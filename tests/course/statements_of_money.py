"""What the pages state about money: the boxes `cost`, `pay-per-use` and of `make bench STAGE=3`."""

import tomllib

from tests.bench.bill import MONTH
from tests.layout.house import ROOT

from .boxes import box, figures, month, row
from .statement import EIGHT, SIX, STAGE_3, Statement, near

PRICES = tomllib.loads((ROOT / "tests/bench/prices.toml").read_text("utf-8"))
SERVERS = tomllib.loads((ROOT / "tests/bench/servers.toml").read_text("utf-8"))


def idle_month() -> float:
    """Dollars: what the box has without visitors, with the queues that there are now."""
    *_, polling, _, _, whole = row("bench-stage3", "no visitors")
    looks = PRICES["at_rest"]["queues"] * PRICES["at_rest"]["looks_a_minute"] * MONTH
    return whole - polling + looks * float(PRICES["sqs"]["request"])


MONEY = [
    Statement(
        EIGHT,
        "At ten million orders, though, stage 2 costs a little less than stage 1 on this bill",
        lambda: 0.83 < month("stage 2")[2] / month("stage 1, one machine")[2] < 0.97,
    ),
    Statement(
        EIGHT,
        "**Services start expensive and scale well.**",
        lambda: all(
            month("stage 2")[0] > month(way)[0] and month("stage 2")[2] < month(way)[2]
            for way in ("stage 1, one machine", "stage 1 and a spare", "stage 3")
        ),
    ),
    Statement(
        EIGHT,
        "**Most of stage 3's bill is the API Gateway,**",
        lambda: (lambda bill: bill[0] > sum(bill[1:]))(figures(_dollars())),
    ),
    Statement(
        EIGHT,
        "API Gateway charges more than everything behind it costs",
        lambda: (lambda bill: bill[0] > sum(bill[1:6]))(
            row("bench-stage3", "1,000 × a product", after="## The bill")
        ),
    ),
    Statement(
        EIGHT,
        "For an order, the writes cost most",
        lambda: (lambda bill: bill[2] > sum(bill[:6]) / 2)(
            row("bench-stage3", "1,000 × place an order", after="## The bill")
        ),
    ),
    Statement(
        f"{SIX}/index.md",
        "At 100,000 orders a month, functions would cost [about as much as the cluster]",
        lambda: near(month("stage 3")[1], month("stage 2")[1]),
    ),
    Statement(
        f"{SIX}/what-it-cost.md",
        "An order costs about ten times as much as a product view",
        lambda: (
            8 < row("pay-per-use", "place an order")[3] / row("pay-per-use", "a product")[3] < 12
        ),
    ),
    Statement(
        f"{SIX}/what-it-cost.md",
        "about a dollar a month",
        lambda: near(idle_month(), 1),
    ),
    Statement(
        "docs/running-on-aws.md",
        "An idle month, measured the same way, is $1.08",
        lambda: (
            SERVERS["at_rest"]["month"] == round(row("bench-stage3", "no visitors")[-1], 2) == 1.08
        ),
    ),
    Statement(
        STAGE_3,
        "four fifths of it DynamoDB",
        lambda: (lambda bill: near(bill[2] / bill[6], 0.8))(
            row("bench-stage3", "1,000 × place an order", after="## The bill")
        ),
    ),
    Statement(
        STAGE_3,
        "nearly all of it for polling empty queues",
        lambda: (lambda bill: bill[3] > 0.9 * bill[6])(row("bench-stage3", "no visitors")),
    ),
]


def _cents(operation: str) -> float:
    return row("pay-per-use", operation)[3]


def _dollars() -> str:
    """API Gateway first, then what is behind it."""
    return next(line for line in box("cost").splitlines() if line.startswith("  API Gateway"))
