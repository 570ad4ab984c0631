"""A decision by the policies takes less than 0.1 ms, and almost nothing once it is remembered."""

import statistics
import time

from shop_rules import policies

from .opened import must

TAKES = "10 seconds"
TIMES, MOST_MS = 5_000, 0.1
ASKED = {
    "support lists people": (("staff", "support"), "list_users", False, 0),
    "support cancels an order": (("staff", "support"), "cancel_order", False, 20_000),
    "a customer reads their cart": (("customer",), "get_cart", True, 0),
    "the warehouse lists people: denied": (("staff", "warehouse"), "list_users", False, 0),
}


def shown():
    policies.load()
    yield f"{'':36}{'p50':>12}{'p99':>12}"
    decide = policies.allow.__wrapped__
    medians = []
    for name, asked in ASKED.items():
        middle, late = milliseconds(decide, asked)
        medians.append(middle)
        yield f"{name:36}{middle:9.4f} ms{late:9.4f} ms"
    middle, late = milliseconds(policies.allow, asked)
    yield f"{'the last one, remembered':36}{middle:9.4f} ms{late:9.4f} ms"
    must(max(medians) < MOST_MS, "A decision takes longer than 0.1 ms.")
    must(middle < min(medians) / 10, "Remembering saves nothing.")


def milliseconds(decide, asked):
    """(median, 99th percentile)"""
    took = []
    for _ in range(TIMES):
        begun = time.perf_counter()
        decide(*asked)
        took.append((time.perf_counter() - begun) * 1000)
    return statistics.median(took), statistics.quantiles(took, n=100)[-1]
