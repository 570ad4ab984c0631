"""Runs many rounds on fresh shops, in slices: a file records the finished rounds."""

import json
import time
from collections.abc import Callable
from dataclasses import asdict, dataclass, field
from importlib import import_module

from tests.drivers.stage import ROOT
from tests.mutants.record import digest

from .site import running

DATA = ROOT / ".data" / "faults"
SOURCE = ("shared", "tests/contract", "tests/drivers", "tests/faults")  # and the stage's own


def source(stage):
    """A digest of all code that a result depends on."""
    return digest([*SOURCE, import_module(f"tests.drivers.stage{stage}").SOURCE])


@dataclass
class Plan:
    rounds: list[Callable]  # take prepare's result; each returns .orders, .to_rest and a text
    prepare: Callable = lambda site: site  # creates what the rounds on one shop share
    env: dict = field(default_factory=dict)
    rounds_a_shop: int = 25  # then a fresh one: checking the books of many orders is slow


@dataclass
class Run:
    stage: str
    what: str
    db: str
    seed: str
    done: int = 0  # rounds
    orders: int = 0
    longest: float = 0  # seconds to rest
    source: str = ""

    @property
    def name(self):
        """Runs with another seed have another name, and can run at the same time."""
        seed = "" if self.seed == "1" else f"-seed-{self.seed}"
        return f"stage{self.stage}-{self.what}-{self.db}{seed}"

    @property
    def data(self):
        return DATA / self.name

    @property
    def _file(self):
        return DATA / f"{self.name}.json"

    def resumed(self):
        """The recorded progress of such a run with the same source, else this run."""
        kept = Run(**json.loads(self._file.read_text())) if self._file.exists() else self
        return kept if kept.source == self.source else self

    def go_on(self, plan, until):
        """Run rounds until all are done, or until that time.monotonic().

        A failed round leaves the shop's data, and is repeated first when the run is resumed.
        """
        while self.done < len(plan.rounds) and time.monotonic() < until:
            last = min(len(plan.rounds), self.done + plan.rounds_a_shop)
            with running(self.stage, self.db, self.data, **plan.env) as site:
                self._go_on_with(site, plan, last, until)

    def _go_on_with(self, site, plan, last, until):
        """Run at least one round, however short the slice, so that every slice makes progress."""
        shared, before, is_first = plan.prepare(site), self.orders, True
        while self.done < last and (is_first or time.monotonic() < until):
            found = plan.rounds[self.done](shared)
            self._note(found, before)
            print(f"{self.what} {self.db} {self.done}/{len(plan.rounds)}: {found}", flush=True)
            is_first = False

    def _note(self, found, before):
        """before: orders of the shops that were closed."""
        self.done += 1
        self.orders = before + found.orders
        self.longest = max(self.longest, found.to_rest)
        DATA.mkdir(parents=True, exist_ok=True)
        self._file.write_text(json.dumps(asdict(self), indent=1))
