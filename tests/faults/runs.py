"""Many rounds on fresh shops, in slices: what is done stands in a file, and is not done again."""

import json
import time
from collections.abc import Callable
from dataclasses import asdict, dataclass, field

from tests.drivers.stage import ROOT

from .site import running

DATA = ROOT / ".data" / "faults"
A_FRESH_SHOP_EVERY = 25  # rounds: the books of many orders take long


@dataclass
class Plan:
    rounds: list[Callable]  # of what `prepare` returned; each returns .orders, .to_rest and a text
    prepare: Callable = lambda site: site  # makes what the rounds on one shop share
    env: dict = field(default_factory=dict)


@dataclass
class Run:
    stage: str
    what: str
    db: str
    seed: str
    done: int = 0  # rounds
    orders: int = 0
    longest: float = 0  # seconds to rest

    @property
    def name(self):
        return f"stage{self.stage}-{self.what}-{self.db}"

    @property
    def data(self):
        return DATA / self.name

    @property
    def _file(self):
        return DATA / f"{self.name}.json"

    def resumed(self):
        """As far as such a run had come, or this one."""
        return Run(**json.loads(self._file.read_text())) if self._file.exists() else self

    def forget(self):
        self._file.unlink(missing_ok=True)

    def go_on(self, plan, until):
        """Rounds until all are done, or until that time.monotonic().

        A failed round leaves the shop's data, and is the first one when the run is resumed.
        """
        while self.done < len(plan.rounds) and time.monotonic() < until:
            last = min(len(plan.rounds), self.done + A_FRESH_SHOP_EVERY)
            with running(self.stage, self.db, self.data, **plan.env) as site:
                shared, before = plan.prepare(site), self.orders
                while self.done < last and time.monotonic() < until:
                    found = plan.rounds[self.done](shared)
                    self._note(found, before)
                    print(
                        f"{self.what} {self.db} {self.done}/{len(plan.rounds)}: {found}", flush=True
                    )

    def _note(self, found, before):
        """before: orders of the shops that were closed."""
        self.done += 1
        self.orders = before + found.orders
        self.longest = max(self.longest, found.to_rest)
        DATA.mkdir(parents=True, exist_ok=True)
        self._file.write_text(json.dumps(asdict(self), indent=1))
