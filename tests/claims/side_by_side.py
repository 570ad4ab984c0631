"""No architecture is best at everything: the three, measured side by side.

Stage 1 on PostgreSQL, stage 2 and stage 3 as `make` starts them. Stage 3 runs on a local AWS, a
process on this machine, so its times are not those of Lambda, and its memory is that process's.
Lines and parts are counted by the claim `simplicity`.
"""

import statistics
import tempfile
import time
from pathlib import Path

from tests.bench import checkout, load, processes
from tests.bench.sites import DRIVERS, Site
from tests.drivers.__main__ import settings, suite
from tests.drivers.stage import AS_READERS

from .opened import must

STAGES = ("1", "2", "3")
SECONDS = 2  # of load by reads
ORDERS = 5
TESTS = ["-q", "-p", "no:cacheprovider", "tests/contract/test_payments.py"]


def shown():
    columns = {stage: measured(stage) for stage in STAGES}
    yield f"{'':38}" + "".join(f"{f'stage {stage}':>10}" for stage in columns)
    for what in columns["1"]:
        figures = (columns[stage][what] for stage in columns)
        yield f"{what:38}" + "".join(f"{figure:>10,.{digits(figure)}f}" for figure in figures)
    least_memory = min(columns, key=lambda stage: columns[stage]["megabytes at rest"])
    soonest = min(columns, key=lambda stage: columns[stage]["ms until an order is answered"])
    must(least_memory == "1", "Stage 1 does not take the least memory any more.")
    must(soonest != "1", "Stage 1 answers an order first, though it charges before it answers.")


def measured(stage):
    driver, how = DRIVERS[f"stage {stage}"]
    with tempfile.TemporaryDirectory() as folder:
        data, started = Path(folder) / "data", time.perf_counter()
        with driver.running(data=data, env=AS_READERS, **how) as running:
            seconds = time.perf_counter() - started
            return {"seconds to come up, the first time": seconds, **of_a_shop(Site(running))}


def of_a_shop(site):
    memory = sum(processes.megabytes(site.stage).values())
    tests = seconds_of_tests(site.stage)
    alone = load.reads(site.url(), SECONDS, clients=1)
    load.reads(site.url(), SECONDS)  # so that there is a warm function for each client
    together = load.reads(site.url(), SECONDS)
    site.provider.switch(latency_ms=200)
    placed = checkout.alone(checkout.Buyer(site), ORDERS)
    return {
        "megabytes at rest": memory,
        "ms to read a product": alone.p50,
        "reads a second, by eight clients": together.rate,
        "ms until an order is answered": middle(each.answered - each.asked for each in placed),
        "ms until it is confirmed": middle(each.confirmed - each.asked for each in placed),
        "seconds for the tests of payments": tests,
    }


def seconds_of_tests(stage):
    known = settings(stage.url, stage.staff, stage.provider, stage.provider_key) | stage.metrics
    started = time.perf_counter()
    suite(known, TESTS, check=True, capture_output=True)
    return time.perf_counter() - started


def middle(seconds):
    """The median in milliseconds."""
    return statistics.median(seconds) * 1000


def digits(figure):
    return 1 if isinstance(figure, float) and figure < 100 else 0
