"""Reading a product by its id: how fast, what it costs, and what the cache saves.

shops: {name: Site}; the first is what the others are compared to.
"""

from . import figures, load, processes
from .report import PERCENTILES, Table, compared, told


def throughput(shops, size):
    targets = {name: site.url() for name, site in shops.items()}
    if "stage 2" in shops:
        targets["stage 2, straight at catalog"] = shops["stage 2"].url("catalog")
    return _table("Read a product through the gateway", targets, size)


def without_cache(bare, cached, size):
    """With no gateway before it, to see the service alone."""
    targets = {"cache off": bare.url("catalog"), "cache on": cached.url("catalog")}
    return _table("Read a product at the catalog service, stage 2", targets, size)


def work(shops, size):
    """Processor time, which says more than a clock on a machine with other work."""
    rows = []
    for name, site in shops.items():
        before = processes.processor(site.stage)
        found = load.reads(site.url(), size.seconds)
        after = processes.processor(site.stage)
        parts = processes.spent(before, after, found.rate * size.seconds)
        rows.append([name, f"{sum(parts.values()):.2f}", told(parts, "{:.2f}", least=0.02)])
    return Table("Processor time of a read", ["", "ms", "where"], rows)


def _table(title, targets, size):
    measures = {n: lambda url=url: load.reads(url, size.seconds) for n, url in targets.items()}
    found = figures.in_turn(measures, size.rounds)
    base, *others = found
    rows = [compared(base, found[base], None)]
    rows += [compared(name, found[name], found[base]) for name in others]
    remark = f"In brackets: times {base}. {load.CLIENTS} clients, each asks when it is answered."
    return Table(title, PERCENTILES, rows, remark)
