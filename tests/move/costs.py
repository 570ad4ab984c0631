"""What a move costs: `make bench MOVE=1-2`. One run, as ratios of alternating rounds.

Requests: throughput and p99 before a move, while rows are copied and followed, around the
hand-over, and after it. Writes: plain, noted by a trigger, and both noted and fenced.
"""

import statistics
import tempfile
import threading
import time
from collections import defaultdict
from contextlib import contextmanager
from pathlib import Path

from tests.bench.figures import quantile
from tests.bench.report import Table
from tests.bench.wire import Line
from tests.contract.steps import listed

from .opened import opened
from .writes import Size, of_writes, spread

READERS = 3
AROUND = 0.5  # seconds after a hand-over that are counted as part of it
PHASES = ("before", "copied and followed", "hand-over", "after")


FULL, QUICK = Size(5, 4, 1000), Size(2, 1, 50, 20)


def measured(size):
    """Measure, and yield each table as soon as it is complete."""
    yield of_writes(size)
    yield of_requests(size)


def of_requests(size):
    rates, slowest = defaultdict(list), defaultdict(list)
    with tempfile.TemporaryDirectory() as folder, opened(Path(folder) / "data", LOAD="off") as shop:
        with _readers(shop) as answers:
            for _ in range(size.rounds):
                for phase, (start, end) in _phases(shop, size).items():
                    times = sorted(took for at, took in list(answers) if start <= at < end)
                    rates[phase].append(len(times) / (end - start))
                    slowest[phase].append(quantile(times, 0.99) * 1000)
    head = ["", "a second", "of before", "p99 ms", "of before"]
    found = Table("Reads of a product at the gateway", head)
    for phase in PHASES:
        found.rows.append([phase, *_of_phase(rates, phase, "{:.0f}"), *_of_phase(slowest, phase)])
    found.remark = f"{size.rounds} rounds, {READERS} clients, each asks again when it is answered."
    return found


def _of_phase(values, phase, form="{:.1f}"):
    return form.format(statistics.median(values[phase])), spread(values[phase], values["before"])


def _phases(shop, size):
    """{phase: (start, end)} of one round, which ends with the unit back where it began."""
    found = {}

    @contextmanager
    def phase(name):
        started = time.perf_counter()
        yield
        found[name] = started, time.perf_counter()

    with phase("before"):
        time.sleep(size.seconds)
    with phase("copied and followed"):
        shop.move("catalog", "ready")
        time.sleep(size.seconds)
    with phase("hand-over"):
        shop.move("catalog", "new")
        time.sleep(AROUND)
    with phase("after"):
        time.sleep(size.seconds)
    shop.move("catalog", "ready")
    shop.want("catalog", "stay")
    shop.soon(lambda: shop.told("catalog")["differing"] < 0)  # its new side is empty
    return found


@contextmanager
def _readers(shop):
    """Read all the time; yield a growing list of (time of the answer, seconds it took)."""
    urls = [f"{shop.shop.url}/products/{each['id']}" for each in listed(shop.staff, "/products")]
    answers, over, refused = [], threading.Event(), []

    def read(number):
        line = Line(urls[number])
        while not over.is_set():
            started = time.perf_counter()
            status = line.ask()
            answers.append((time.perf_counter(), time.perf_counter() - started))
            if status != 200:
                refused.append(status)
        line.close()

    threads = [threading.Thread(target=read, args=[number]) for number in range(READERS)]
    for thread in threads:
        thread.start()
    try:
        yield answers
    finally:
        over.set()
        for thread in threads:
            thread.join()
    assert not refused, f"requests were refused: {set(refused)}"
