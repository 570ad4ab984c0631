"""The questions the bench asks, a table each."""

from . import checkout, figures, hops, load, machine, processes, sites
from .report import Table, compared, ratio

PERCENTILES = ["", "a second", "p50 ms", "p95 ms"]
SLOW_MS = 200  # what the provider takes in the second half of checkout


def generator(size):
    found = machine.ceiling(size.seconds)
    row = compared("the load generator against what answers at once", found, None)
    return Table("Load generator", PERCENTILES, [row], "No figure below can be higher than this.")


def reading(one, two, size):
    """A product by its id, 8 clients."""
    targets = {
        "stage 1": one.url(),
        "stage 2, through the gateway": two.url(),
        "stage 2, straight at catalog": two.url("catalog"),
    }
    return _reads("Read a product", targets, size)


def caching(cached, bare, size):
    targets = {"cache off": bare.url("catalog"), "cache on": cached.url("catalog")}
    return _reads("Read a product at catalog: what the cache saves", targets, size)


def _reads(title, targets, size):
    measures = {
        name: lambda url=url: load.reads(url, size.seconds) for name, url in targets.items()
    }
    found = figures.in_turn(measures, size.rounds)
    base, *others = found
    rows = [compared(base, found[base], None)]
    rows += [compared(name, found[name], found[base]) for name in others]
    return Table(title, PERCENTILES, rows, f"× {base}; {load.CLIENTS} clients, closed loop.")


def work(one, two, size):
    """Processor time a read takes, which says more than a clock on a machine with other work."""
    rows = []
    for name, site in {"stage 1": one, "stage 2": two}.items():
        before = processes.processor(site.stage)
        found = load.reads(site.url(), size.seconds)
        after = processes.processor(site.stage)
        parts = processes.spent(before, after, found.rate * size.seconds)
        told = ", ".join(f"{part} {ms:.2f}" for part, ms in _most(parts) if ms >= 0.02)
        rows.append([name, f"{sum(parts.values()):.2f}", told])
    return Table("Processor time of a read", ["", "ms", "where"], rows)


def work_of_orders(one, two, size):
    rows = []
    for name, site in {"stage 1": one, "stage 2": two}.items():
        buyers = [checkout.Buyer(site) for _ in range(checkout.BUYERS)]
        before = processes.processor(site.stage)
        placed = checkout.crowd(buyers, size.orders // 4 + 1)
        parts = processes.spent(before, processes.processor(site.stage), len(placed))
        told = ", ".join(f"{part} {ms:.1f}" for part, ms in _most(parts) if ms >= 0.5)
        rows.append([name, f"{sum(parts.values()):.1f}", told])
    title = "Processor time of an order, from the cart until it is confirmed and was looked at"
    return Table(title, ["", "ms", "where"], rows)


def buying(one, two, size):
    """One buyer after another, then eight at once; the provider at once, then slow."""
    tables = []
    people = {
        name: [checkout.Buyer(site) for _ in range(checkout.BUYERS)]
        for name, site in {"stage 1": one, "stage 2": two}.items()
    }
    for latency in (0, SLOW_MS):
        for site in (one, two):
            site.provider.switch(latency_ms=latency)
        tables += _buying(people, size, latency)
    return tables


def _buying(people, size, latency):
    single = {name: [] for name in people}
    many = {name: [] for name in people}
    for _ in range(size.rounds):
        for name, buyers in people.items():
            single[name] += checkout.alone(buyers[0], size.orders)
            many[name].append(checkout.confirmed(checkout.crowd(buyers, size.orders // 4 + 1)))
    where = f"provider takes {latency} ms"
    return [_latency(where, single), _throughput(where, many)]


def _latency(where, single):
    rows = []
    for measure in (checkout.answered, checkout.confirmed):
        one, two = measure(single["stage 1"]), measure(single["stage 2"])
        for show in ("p50", "p95"):
            a, b = getattr(one, show), getattr(two, show)
            label = f"{measure.__name__}, {show} ms"
            rows.append([label, f"{a:.0f}", f"{b:.0f}", ratio(b, a)])
    return Table(f"One order at a time, {where}", ["", "stage 1", "stage 2", "× stage 1"], rows)


def _throughput(where, many):
    a, b = (figures.middle(many[name]).rate for name in ("stage 1", "stage 2"))
    row = ["confirmed orders a second", f"{a:.1f}", f"{b:.1f}", ratio(b, a)]
    title = f"{checkout.BUYERS} buyers at once, {where}"
    return Table(title, ["", "stage 1", "stage 2", "× stage 1"], [row])


def scaling(two, size):
    """Which of the two that wait for the provider is hot? Three copies of each in turn."""
    two.provider.switch(latency_ms=SLOW_MS)
    buyers = [checkout.Buyer(two) for _ in range(checkout.BUYERS)]
    plans = {"one of each": {}, "orders-worker × 3": {"orders-worker": 3}}
    plans |= {"payments × 3": {"payments": 3}}
    found = {name: [] for name in plans}
    for _ in range(size.rounds):
        for name, plan in plans.items():
            found[name].append(_scaled(two, plan, buyers, size))
    base = figures.middle(found["one of each"]).rate
    rows = []
    for name in plans:
        rate = figures.middle(found[name]).rate
        rows.append([name, f"{rate:.1f}", ratio(rate, base)])
    title = f"Scaling, provider takes {SLOW_MS} ms"
    return Table(title, ["copies", "confirmed orders a second", "× one of each"], rows)


def _scaled(site, plan, buyers, size):
    for part, copies in plan.items():
        site.stage.scale(part, copies)
    try:
        return checkout.confirmed(checkout.crowd(buyers, size.orders))
    finally:
        for part in plan:
            site.stage.scale(part, 1)


def requests(two):
    rows = []
    for name, found in hops.of_operations(two).items():
        told = ", ".join(f"{service} {count}" for service, count in _most(found))
        rows.append([name, sum(found.values()), told])
    remark = "The first is the client's own request to the gateway. Queues and streams come on top."
    return Table(
        "Requests an operation makes in stage 2", ["", "in all", "who answers"], rows, remark
    )


def memory(one, two):
    rows = []
    for name, site in {"stage 1": one, "stage 2": two}.items():
        parts = processes.megabytes(site.stage)
        told = ", ".join(f"{part} {mb:.0f}" for part, mb in _most(parts))
        rows.append([name, f"{sum(parts.values()):.0f}", told])
    return Table("Memory", ["", "MB", "where"], rows, "PSS, PostgreSQL's backends included.")


def starting():
    rows = [
        [name, f"{cold:.1f}", f"{warm:.1f}"]
        for name, (cold, warm) in sites.seconds_to_come_up().items()
    ]
    return Table("Seconds to come up", ["", "on an empty folder", "again"], rows)


def _most(counted):
    return sorted(counted.items(), key=lambda pair: -pair[1])
