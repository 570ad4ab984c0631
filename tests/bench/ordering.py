"""Placing orders: how soon they are answered and confirmed, how many in a second, at what cost.

shops: {name: Site}; the first is what the others are compared to.
"""

from . import checkout, figures, hops, processes
from .report import Table, ratio, told

SLOW_MS = 200  # what the provider takes for each call, in the second half
SCALED_AT_MS = (SLOW_MS, 1000)  # the more of the time is waiting, the less is processor time


def latency_and_throughput(shops, size):
    """The provider at once, then slow. One buyer alone and eight together."""
    people = {name: _buyers(site) for name, site in shops.items()}
    for latency in (0, SLOW_MS):
        for site in shops.values():
            site.provider.switch(latency_ms=latency)
        alone, together = _rounds(people, size)
        where = f"the provider takes {latency} ms"
        yield _one_at_a_time(where, alone)
        yield _many(where, together)
    for site in shops.values():
        site.provider.reset_switches()


def scaling(site, size):
    """Two parts wait for the provider. Which one is hot? Three copies of each in turn."""
    plans = {"one of each": [], "orders-worker × 3": ["orders-worker"]}
    plans |= {"payments × 3": ["payments"]}
    buyers = _buyers(site)
    rates = {name: _scaled(site, hot, buyers, size) for name, hot in plans.items()}
    site.provider.reset_switches()
    columns = zip(*rates.values(), strict=True)
    cells = [_beside(column, "{:.1f}") for column in columns]
    rows = [[name, *row] for name, row in zip(rates, zip(*cells, strict=True), strict=True)]
    head = ["copies", *(f"provider takes {latency} ms" for latency in SCALED_AT_MS)]
    remark = "In brackets: times one of each. A worker settles 8 orders at a time, each two calls."
    return Table("Scaling stage 2: confirmed orders a second", head, rows, remark)


def work(shops, size):
    rows = []
    for name, site in shops.items():
        buyers, before = _buyers(site), processes.processor(site.stage)
        placed = checkout.crowd(buyers, size.orders // 4 + 1)
        parts = processes.spent(before, processes.processor(site.stage), len(placed))
        rows.append([name, f"{sum(parts.values()):.1f}", told(parts, "{:.1f}", least=0.5)])
    title = "Processor time of an order, from filling the cart until it is confirmed"
    return Table(title, ["", "ms", "where"], rows)


def requests(site):
    rows = [
        [name, sum(found.values()), told(found, "{}", least=1)]
        for name, found in hops.of_operations(site).items()
    ]
    remark = "The client's own request to the gateway included; queues and streams come on top."
    title = "Requests that an operation makes in stage 2"
    return Table(title, ["", "in all", "who answers"], rows, remark)


def _buyers(site):
    return [checkout.Buyer(site) for _ in range(checkout.BUYERS)]


def _rounds(people, size):
    """({name: orders placed alone}, {name: Figures of each round of all buyers together})"""
    alone, together = {name: [] for name in people}, {name: [] for name in people}
    for _ in range(size.rounds):
        for name, buyers in people.items():
            alone[name] += checkout.alone(buyers[0], size.orders)
            crowd = checkout.crowd(buyers, size.orders // 4 + 1)
            together[name].append(checkout.confirmed(crowd))
    return alone, together


def _one_at_a_time(where, alone):
    rows = []
    for measure in (checkout.answered, checkout.confirmed):
        found = [measure(placed) for placed in alone.values()]
        for share in ("p50", "p95"):
            values = [getattr(each, share) for each in found]
            rows.append([f"{measure.__name__}, {share} ms", *_beside(values, "{:.0f}")])
    return Table(f"One order at a time, {where}", ["", *alone], rows)


def _many(where, together):
    rates = [figures.middle(rounds).rate for rounds in together.values()]
    row = ["confirmed orders a second", *_beside(rates, "{:.1f}")]
    return Table(f"{checkout.BUYERS} buyers at once, {where}", ["", *together], [row])


def _beside(values, form):
    """The first as it is, the others with their ratio to it."""
    first, *others = values
    return [form.format(first), *(f"{form.format(each)} ({ratio(each, first)})" for each in others)]


def _scaled(site, hot, buyers, size):
    """Confirmed orders a second, at each of SCALED_AT_MS."""
    for part in hot:
        site.stage.scale(part, 3)
    try:
        return [_rate(site, latency, buyers, size) for latency in SCALED_AT_MS]
    finally:
        for part in hot:
            site.stage.scale(part, 1)


def _rate(site, latency, buyers, size):
    site.provider.switch(latency_ms=latency)
    return checkout.confirmed(checkout.crowd(buyers, size.orders // 2)).rate
