"""Statements of the variant grpc about the box of its claim."""

from .boxes import row
from .statement import Statement, near

PAGE = "docs/variants/grpc.md"
BOX = "grpc"
LOWEST, HIGHEST = 1, 2  # of the rounds
HOPS = [f"ms for a call with {lines}, 8 at a time" for lines in ("1 line", "40 lines")]


def call(name: str, after: str, column: int = 0) -> float:
    return row(BOX, name, after)[column]


CALLS = [
    Statement(
        PAGE,
        "The middle gRPC call is faster here, beyond the spread.",
        lambda: all(
            call("gRPC", f"{hop}, p50", HIGHEST) < call("JSON", f"{hop}, p50", LOWEST)
            for hop in HOPS
        ),
    ),
    Statement(
        PAGE,
        "(For the slowest, p99, the spreads overlap.)",
        lambda: any(
            call("gRPC", f"{hop}, p99", HIGHEST) > call("JSON", f"{hop}, p99", LOWEST)
            for hop in HOPS
        ),
    ),
    Statement(
        PAGE,
        "both formats cost the same few microseconds",
        lambda: near(call("gRPC", "µs to write"), call("JSON", "µs to write"), 0.2),
    ),
    Statement(
        PAGE,
        "**A call is smaller.**",
        lambda: call("gRPC", "bytes on the wire") < 0.6 * call("JSON", "bytes on the wire"),
    ),
]
