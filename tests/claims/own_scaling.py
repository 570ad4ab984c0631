"""Only the hot part gets copies: they help while the part waits for others, or a core is free.

Three workers instead of one, while the payment provider takes a second for each call: they wait.
Three copies of the catalog, while eight clients read as fast as they can: they compute, each on one
core at a time. A copy only costs the memory of that part.
"""

from tests.bench import checkout, load, processes
from tests.bench.report import ratio
from tests.contract.steps import eventually
from tests.drivers import stage2

from .opened import must, running
from .services import counted

COPIES = 3
ORDERS = 4  # per buyer
SLOW_MS = 1000
SECONDS = 4


def shown():
    with running(stage2) as (site, _):
        whole = sum(processes.megabytes(site.stage).values())
        buyers = [checkout.Buyer(site) for _ in range(checkout.BUYERS)]
        site.provider.switch(latency_ms=SLOW_MS)
        slow = [orders(buyers), scaled(site, "orders-worker", lambda: orders(buyers))]
        site.provider.reset_switches()
        fast = [reads(site), scaled(site, "catalog", lambda: reads(site))]
        yield f"{'a second':44}{'1 copy':>8}{f'{COPIES} copies':>10}"
        yield row(f"orders confirmed, the provider taking {SLOW_MS} ms", *slow, "{:.1f}")
        yield row("products read, by 8 clients", *fast, "{:.0f}")
        more = scaled(site, "catalog", lambda: memory(site))
        shares = scaled(site, "catalog", lambda: eventually(lambda: spread(site), 10))
        yield f"of {sum(shares)} reads each copy of the catalog answered {in_words(shares)}"
        extra = sum(more[1:])
        yield f"the shop takes {whole:.0f} MB, two more copies of the catalog {extra:.0f} MB"
        must(slow[1] > 1.2 * slow[0], "More workers confirm no more orders here.")


def row(what, one, several, form):
    return f"{what:44}{form.format(one):>8}{form.format(several):>10}  {ratio(several, one)}"


def in_words(shares):
    return ", ".join(map(str, shares))


def orders(buyers):
    return checkout.confirmed(checkout.crowd(buyers, ORDERS)).rate


def reads(site):
    return load.reads(site.url(), SECONDS).rate


def scaled(site, part, measure):
    site.stage.scale(part, COPIES)
    try:
        return measure()
    finally:
        site.stage.scale(part, 1)


def memory(site):
    """MB of each copy."""
    found = processes.megabytes(site.stage)
    return [found[name] for name in ("catalog", "catalog.2", "catalog.3")]


def spread(site):
    """The reads that each copy has answered; the gateway may not know all copies yet."""
    before = counted(site.stage)
    for _ in range(20 * COPIES):
        site.shop.call("GET", f"/products/{site.product['id']}")
    shares = [after - was for was, after in zip(before, counted(site.stage), strict=True)]
    assert len(shares) == COPIES and min(shares) > 0
    return shares
