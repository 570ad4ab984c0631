"""Many rounds on fresh shops, in slices: what is done stands in a file, and is not done again."""

import json
import time
from dataclasses import asdict, dataclass, field
from pathlib import Path

from .site import running

ROOT = Path(__file__).resolve().parents[2]
DATA = ROOT / ".data" / "faults"
A_FRESH_SHOP_EVERY = 25  # rounds: the books of many orders take long


@dataclass
class Run:
    stage: str
    what: str
    db: str
    seed: str
    wanted: int  # rounds
    done: int = 0
    orders: int = 0
    longest: float = 0  # seconds to rest
    named: list = field(default_factory=list)  # what was done, where rounds have names

    @property
    def path(self):
        return DATA / f"stage{self.stage}-{self.what}-{self.db}"

    @property
    def is_over(self):
        return self.done >= self.wanted

    def save(self):
        self.path.parent.mkdir(parents=True, exist_ok=True)
        self.path.with_suffix(".json").write_text(json.dumps(asdict(self), indent=1))

    def resumed(self):
        """As far as it had come, if there is such a run."""
        file = self.path.with_suffix(".json")
        kept = Run(**json.loads(file.read_text())) if file.exists() else self
        kept.wanted = self.wanted
        return self if kept.is_over else kept


def go_on(run, prepare, one_round, seconds):
    """Rounds until there were enough, or the time is over.

    prepare(site): what the rounds on a fresh shop share. one_round(shared, number): a Round.
    """
    ends_at = time.monotonic() + seconds
    while not run.is_over and time.monotonic() < ends_at:
        until = min(run.wanted, run.done + A_FRESH_SHOP_EVERY)
        with running(run.stage, run.db, run.path) as site:
            shared, before = prepare(site), run.orders
            while run.done < until and time.monotonic() < ends_at:
                found = one_round(shared, run.done)
                run.done += 1
                run.orders = before + found.orders
                run.longest = max(run.longest, found.to_rest)
                run.save()
                print(f"{run.what} {run.db} {run.done:3}/{run.wanted}: {found}", flush=True)
