"""How often each operation gave which answer, and what was allowed on the way."""

import json
import traceback
from collections import Counter
from contextlib import contextmanager
from pathlib import Path

from . import allowed

STATEFUL = "stateful"


class Tally:
    def __init__(self):
        self.answers = Counter()  # (operation, phase, status)
        self.allowed = Counter()  # reason
        self.mistakes = Counter()  # made by these tests; Schemathesis may keep them to itself

    @contextmanager
    def watching(self):
        try:
            yield
        except Exception:
            self.mistakes[traceback.format_exc()] += 1
            raise

    def note(self, case, status):
        phase = case.meta.phase.name.value if case.meta else ""
        self.answers[case.operation.label, phase, status] += 1

    def write(self, path):
        content = {"answers": list(self.answers.items())}
        content |= {"allowed": self.allowed, "mistakes": self.mistakes}
        Path(path).write_text(json.dumps(content), encoding="utf-8")

    @classmethod
    def read(cls, path):
        content = json.loads(Path(path).read_text(encoding="utf-8"))
        tally = cls()
        tally.answers = Counter({tuple(key): times for key, times in content["answers"]})
        tally.allowed = Counter(content["allowed"])
        tally.mistakes = Counter(content["mistakes"])
        return tally

    def requests(self, operation=None):
        return sum(n for (name, _, _), n in self.answers.items() if operation in (None, name))

    def successes(self, operation, phase=None):
        return sum(
            times
            for (name, where, status), times in self.answers.items()
            if name == operation and phase in (None, where) and status < 400
        )


def added(tallies):
    total = Tally()
    for tally in tallies:
        total.answers += tally.answers
        total.allowed += tally.allowed
    return total


def summary(tally, operations):
    """Lines: for each operation its requests, successes, and successes in chains of links."""
    yield f"{'':52}{'requests':>9}{'succeeded':>11}{'in chains':>11}"
    for name in operations:
        found = tally.requests(name), tally.successes(name), tally.successes(name, STATEFUL)
        yield f"{name:52}{found[0]:>9,}{found[1]:>11,}{found[2]:>11,}"
    yield f"Allowed by {allowed.FILE.name}:"
    for entry in allowed.ENTRIES:
        yield f"{tally.allowed[entry['reason']]:>7,}  {entry['reason']}"
