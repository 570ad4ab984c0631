"""The cost of a write on the old side, with and without what a move adds to it."""

import itertools
import statistics
import tempfile
import time
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path

import sqlalchemy as sa

from local import postgres
from move import authority, capture, databases, rows, units
from move.config import OLD
from shop import db as of_shop
from shop import tables
from tests.bench.report import Table

from . import made

assert tables  # it fills the metadata
WRITES = ("plain", "noted", "noted and fenced")


@dataclass(frozen=True)
class Size:
    rounds: int
    seconds: float  # of a phase
    writes: int  # of each kind, in a round
    products: int = 500


def spread(values, base):
    """The median, least, and most of the ratios of all rounds."""
    ratios = sorted(value / of for value, of in zip(values, base, strict=True))
    return f"{statistics.median(ratios):.2f} × ({ratios[0]:.2f} to {ratios[-1]:.2f})"


def of_writes(size):
    with tempfile.TemporaryDirectory() as folder, ExitStack() as stack:
        server = stack.enter_context(postgres.running(Path(folder)))
        writers = {name: stack.enter_context(_writer(server, name, size)) for name in WRITES}
        took = {name: [] for name in WRITES}
        for number in range(size.rounds):
            for name in WRITES[:: -1 if number % 2 else 1]:
                took[name].append(writers[name](number))
    found = Table("A one-row update", ["", "ms, median of rounds", "of a plain one"])
    for name, times in took.items():
        found.rows.append([name, f"{statistics.median(times):.2f}", spread(times, took["plain"])])
    found.remark = f"{size.rounds} rounds of {size.writes} each, one connection."
    return found


@contextmanager
def _writer(server, name, size):
    """A function that makes the writes of one round and returns their mean in milliseconds."""
    with postgres.database(server) as url:
        engine = sa.create_engine(url.replace("postgresql://", "postgresql+psycopg://"))
        of_shop.metadata.create_all(engine)
        engine.dispose()
        with databases.connect_to(url) as old:
            ids = [made.product(old) for _ in range(size.products)]
            if name != "plain":
                capture.install(old, rows.named("products"))
            if name == "noted and fenced":
                authority.install(old, "catalog", units.CATALOG.fenced_in(OLD), OLD)

            def write(number):
                started = time.perf_counter()
                for key in itertools.islice(itertools.cycle(ids), size.writes):
                    old.execute("UPDATE products SET price = %s WHERE id = %s", [number + 1, key])
                took = time.perf_counter() - started
                if name != "plain":
                    old.execute("DELETE FROM move_changes")
                return took / size.writes * 1000

            yield write
