"""Once the shop is busy, more clients get no more done: they only wait longer.

Each client sends its next request as soon as it has a response. So by Little's law the number of
clients = throughput × mean latency: the last column is calculated by that, and not measured.
"""

from tests.bench import load
from tests.drivers import stage1

from .opened import must, running

CLIENTS = (1, 2, 4, 8, 16, 32, 64)
SECONDS = 2


def shown():
    with running(stage1) as (site, _):
        yield f"{'clients':>7}{'a second':>10}{'p50 ms':>9}{'p95 ms':>9}{'mean ms':>9}"
        found = {}
        for clients in CLIENTS:
            found[clients] = figure = load.reads(site.url(), SECONDS, clients)
            mean = 1000 * clients / figure.rate
            yield f"{clients:7}{figure.rate:10.0f}{figure.p50:9.1f}{figure.p95:9.1f}{mean:9.1f}"
        few, many = found[4], found[64]
        yield f"16 times the clients: {many.rate / few.rate:.1f} times the throughput, " + (
            f"{many.p50 / few.p50:.1f} times the latency"
        )
        must(many.rate < 4 * few.rate, "The shop was not busy with 4 clients.")
        must(many.p50 > 4 * few.p50, "Waiting did not take longer.")
