"""The file that records how far `make faults MOVE=1-2` has come, so that a run can be resumed."""

import json
from dataclasses import asdict, dataclass, field

from tests.faults.runs import DATA, SOURCE
from tests.mutants.record import digest

from .kills import WAYS

CODE = (*SOURCE, "stage1-monolith", "stage2-services", "tests/move")  # what a result depends on


@dataclass
class Record:
    """What the finished rounds have done."""

    seed: str
    source: str = ""
    kills: int = 0
    hand_overs: int = 0
    undisturbed: int = 0  # hand-overs without a kill
    looked: int = 0
    refused: int = 0
    orders: int = 0
    longest: dict = field(default_factory=lambda: dict.fromkeys(WAYS, 0))  # ms held, without a kill
    late: list = field(default_factory=list)  # hand-overs without a kill that exceeded the bounds
    struck: dict = field(default_factory=dict)  # {part, or mover at a step: how often}

    @property
    def file(self):
        return DATA / f"move-{self.seed}.json"

    def write(self):
        DATA.mkdir(parents=True, exist_ok=True)
        self.file.write_text(json.dumps(asdict(self), indent=1))

    def __str__(self):
        held = ", ".join(f"{way} {self.longest[way]} ms" for way in WAYS)
        return (
            f"{self.kills} kills in {self.hand_overs} hand-overs, {self.looked} reads of what was"
            f" written, 0 lost; {self.refused} requests refused while a part was dead, 0 in"
            f" {self.undisturbed} hand-overs without a kill, which held back for at most {held},"
            f" {len(self.late)} of them for too long;"
            f" {self.orders} orders, the books balance (seed {self.seed})"
        )


def begun(seed, resume):
    fresh = Record(seed, digest(list(CODE)))
    kept = Record(**json.loads(fresh.file.read_text())) if fresh.file.exists() else fresh
    return kept if resume and kept.source == fresh.source else fresh
