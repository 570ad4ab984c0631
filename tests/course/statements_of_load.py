"""What chapter 1 states about load: the boxes `estimate` and `latency-and-throughput`."""

from .boxes import row
from .statement import ONE, Statement, near

SUCCESS, GIANT = 1, 2  # columns of the estimate


def clients(many: int) -> list[float]:
    """[throughput, p50 ms, p95 ms, mean ms]"""
    return row("latency-and-throughput", str(many))


def estimate(label: str, column: int) -> float:
    return row("estimate", label)[column]


LOAD = [
    Statement(
        f"{ONE}/latency-and-throughput.md",
        "After the first few clients, adding more gets no more done.",
        lambda: max(clients(8)[0], clients(64)[0]) < 1.2 * clients(4)[0],
    ),
    Statement(
        f"{ONE}/estimate.md",
        "leaves the process almost idle",
        lambda: estimate("of one process here", 0) < 1,
    ),
    Statement(
        f"{ONE}/estimate.md",
        "still needs one process, or two so that one may fail",
        lambda: estimate("processes, half busy", SUCCESS) == 1,
    ),
    Statement(
        f"{ONE}/estimate.md",
        "need tens of such processes, a network of hundreds of Mbit/s, and a database that grows "
        "by more than 100 GB a year",
        lambda: (
            20 < estimate("processes, half busy", GIANT) < 100
            and 200 < estimate("Mbit/s at the peak", GIANT) < 1000
            and 100 < estimate("database, GB a year", GIANT) < 200
        ),
    ),
    Statement(
        f"{ONE}/estimate.md",
        "On top come about 12 orders a second",
        lambda: near(estimate("orders/s at the peak", GIANT), 12, 0.05),
    ),
]
