"""A replica takes reads off the primary, and rows are old unless a read waits for the last write.

The variant read-replica is stage 2 with a second PostgreSQL. Its cache of products is off here, so
that each read asks a database. Three such shops are measured in turn: all reads from the primary,
all from the replica, and from the replica if it has replayed the last write.
"""

import time
from contextlib import ExitStack
from functools import partial

from machinery import variants
from tests.bench import load
from tests.bench.figures import quantile
from tests.contract.steps import at_once
from tests.drivers import stage2
from tests.drivers.stage import AS_READERS

from . import standby
from .alternating import table
from .opened import must, running
from .repricing import Writer, busy, reads_by, waited

NAME = "read-replica"
SHOPS = {  # the commits of the first wait for the standby: there the reads don't depend on it
    "primary": {"READS": "primary", "COMMITS": "replicated"},
    "replica": {"READS": "replica", "COMMITS": "local"},
    "after-write": {"READS": "after-write", "COMMITS": "local"},
}
ROUNDS, SECONDS, WRITERS, CHANGES, LATE_MS = 5, 1, 4, 50, 100
COMMITS = ("local", "replicated")
TAKES = "about 2 minutes"
alternated = partial(table, rounds=ROUNDS)


def shown():
    with ExitStack() as opened:
        both = {name: opened.enter_context(shop) for name, shop in shops().items()}
        sites = {name: site for name, (site, _) in both.items()}
        writers = {name: [Writer(*each) for _ in range(WRITERS)] for name, each in both.items()}
        yield f"{ROUNDS} rounds, the middle one (from … to …)"
        yield "reads of a product a second, by eight clients"
        reads = {name: partial(rate, site) for name, site in sites.items()}
        yield from alternated(reads, "primary")
        yield from stale_ones(sites, writers)
        yield from lag(sites["replica"], writers["replica"])
        by_commit = {"local": "replica", "replicated": "primary"}
        yield f"ms until a change is answered, {WRITERS} writers at once"
        yield from alternated(
            {how: partial(waited, writers[by_commit[how]]) for how in COMMITS}, "local"
        )
        yield "the standby is cut off, and a second later the primary is lost"
        for how in COMMITS:
            yield from failover(how, sites[by_commit[how]].stage, writers[by_commit[how]])


def shops():
    """{name: a shop, not yet open}"""
    copy = variants.ready(NAME)
    env = AS_READERS | {"PYTHONPATH": str(copy / "shared"), "CACHING": "off"}
    opened = partial(running, stage2, source=copy / stage2.SOURCE.name)
    return {name: opened(env=env | more) for name, more in SHOPS.items()}


def rate(site):
    return load.reads(site.url(), SECONDS).rate


def stale_ones(sites, writers):
    yield f"{WRITERS * CHANGES} changes, each read right after its answer"
    for name in ("replica", "after-write"):
        stage = sites[name].stage
        yield row(name, count(stage, writers[name]))
        with standby.late(stage, LATE_MS):
            yield row(f"{name}, {LATE_MS} ms late", found := count(stage, writers[name]))
        must((found[0] == 0) == (name == "after-write"), f"{name}: {found[0]} reads were stale.")


def count(stage, writers):
    """(stale reads, share of all reads that the primary answered)"""
    before = reads_by(stage)
    stale = sum(at_once(*(partial(stale_of, one) for one in writers)))
    more = {server: now - before[server] for server, now in reads_by(stage).items()}
    return stale, more["primary"] / sum(more.values())


def stale_of(writer):
    return sum(writer.is_stale() for _ in range(CHANGES))


def row(name, found):
    return f"  {name:26}{found[0]:>4} stale{found[1]:>6.0%} from the primary"


def lag(site, writers):
    with busy(writers):
        found = standby.lags(site.stage, 2 * SECONDS)
    sizes, times = ([each[n] for each in found] for n in (0, 1))
    yield f"the replica's lag while {WRITERS} writers change prices, {len(found)} samples"
    yield f"  {quantile(sorted(times), 0.5):>9,.1f} ms, at most {max(times):,.1f}"
    yield f"  {quantile(sorted(sizes), 0.5):>9,.0f} bytes of the log, at most {max(sizes):,.0f}"


def failover(how, stage, writers):
    with ExitStack() as harm:
        with busy(writers):
            time.sleep(SECONDS)
            harm.enter_context(standby.cut_off(stage))
            before = sum(one.price for one in writers)
            time.sleep(SECONDS)
            harm.enter_context(standby.lost(stage))
        answered = sum(one.price for one in writers) - before
        seconds, found = standby.promoted(stage), standby.prices(stage)
    # A change that was on its way may be there although it was never answered.
    gone = sum(max(0, one.price - found[one.product["id"]]) for one in writers)
    must((gone == 0) == (how == "replicated"), f"{how}: {gone} of {answered} changes are lost.")
    yield f"  {how:14}{answered:>5} changes answered in that second, {gone} of them lost"
    yield f"  {'':14}{seconds:>5.1f} s until the standby is the primary"
