"""Each hop costs: a read takes longer through the gateway, and one operation takes many requests.

Of several rounds the fastest counts, since a busy machine slows two processes down more than one.
To count requests, each carries the first one's trace id, and each service logs what it answers.
"""

from tests.bench import hops, load
from tests.bench.report import ratio, told
from tests.drivers import stage2

from .opened import must, running

SECONDS, ROUNDS = 1, 8


def shown():
    with running(stage2) as (site, _):
        straight, through = quickest(site)
        yield f"{'to read a product':28}{'p50 ms':>8}{'p95 ms':>8}"
        yield f"{'directly from the catalog':28}{straight.p50:8.1f}{straight.p95:8.1f}"
        yield f"{'through the gateway':28}{through.p50:8.1f}{through.p95:8.1f}"
        yield f"with the hop it takes {ratio(through.p50, straight.p50)} as long"
        counted = hops.of_operations(site)
        yield f"{'':28}{'requests':>10}  answered by"
        for name, services in counted.items():
            who = told(dict(sorted(services.items())), "{}", least=1)
            yield f"{name:28}{sum(services.values()):>10}  {who}"
        must(through.p50 > straight.p50, "The hop costs nothing here.")
        must(sum(counted["place an order"].values()) > 5, "An order is no longer many requests.")


def quickest(site):
    """Figures of one client: (straight at the service, through the gateway)"""
    rounds = [(read(site, "catalog"), read(site, None)) for _ in range(ROUNDS)]
    return [min(each, key=lambda figures: figures.p50) for each in zip(*rounds, strict=True)]


def read(site, service):
    return load.reads(site.url(service), SECONDS, clients=1)
