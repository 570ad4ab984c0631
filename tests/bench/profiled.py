"""Where stage 1's processor time goes: `make bench STAGE=1 WHAT=profile`.

Python's profiler slows down small functions more than large ones: read the shares, not the times.
"""

import json
import subprocess
import sys
from collections import Counter
from pathlib import Path
from tempfile import TemporaryDirectory

from . import sites
from .beside_bare import in_its_place
from .profiled_shop import ACTS
from .report import Table

TOP = 10
LEAST = 0.01  # a smaller share is among "the rest"
SPEAKING = {"shop": "stage 1's own code", "python": "Python's own library"}


def measured(rounds):
    with sites.running("stage 1") as site, TemporaryDirectory() as folder:
        file = Path(folder) / "profiles.json"
        words = [sys.executable, "-m", "tests.bench.profiled_shop", str(file), str(rounds)]
        env = in_its_place(site)
        subprocess.run(words, env=env, check=True, stdout=subprocess.DEVNULL)
        found = json.loads(file.read_text("utf-8"))
    yield by_package(found)
    for act in ACTS:
        yield top_ten(act, found[act])


def by_package(found):
    shares = {act: _shares(found[act]) for act in ACTS}
    of_all = sum((Counter(each) for each in shares.values()), Counter())
    shown = [name for name, _ in of_all.most_common() if max(_of(shares, name)) >= LEAST]
    rows = [[SPEAKING.get(name, name), *map(_percent, _of(shares, name))] for name in shown]
    rest = [1 - sum(each[name] for name in shown) for each in shares.values()]
    rows.append(["the rest", *map(_percent, rest)])
    return Table("Whose code a request spends its processor time in", ["", *ACTS], rows)


def top_ten(act, entries):
    whole = sum(entry["own"] for entry in entries)
    entries = sorted(entries, key=lambda entry: -entry["own"])[:TOP]
    rows = [
        [entry["name"], _percent(entry["own"] / whole), _percent(entry["all"] / whole)]
        for entry in entries
    ]
    return Table(f"The ten functions that take most: {act}", ["", "itself", "with its calls"], rows)


def _shares(entries):
    counted = Counter()
    for entry in entries:
        counted[entry["package"]] += entry["own"]
    whole = sum(counted.values())
    return Counter({name: own / whole for name, own in counted.items()})


def _of(shares, name):
    return [each[name] for each in shares.values()]


def _percent(share):
    return f"{share:.0%}"
