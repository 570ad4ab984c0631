"""Plays made-up sequences of requests at all stages side by side: they must answer the same.

python -m tests.differential                 500 sequences: --sequences, --stages 1,2,3, --seed
python -m tests.differential replay FILE     a script that a failed run left behind
"""

import argparse
import json
import os
import sys
import tempfile
from contextlib import ExitStack, contextmanager
from importlib import import_module
from pathlib import Path

from hypothesis import HealthCheck, Phase, given, seed, settings
from hypothesis import strategies as st

from tests.contract.client import Shop
from tests.drivers.stage import ROOT

from .compare import Difference, as_text, check
from .play import signed_in_staff
from .scripts import SCRIPT

AT_ONCE = 10  # sequences that are settled together
FOUND = ROOT / ".data" / "differential" / "found.json"
HOW = {"deadline": None, "database": None, "suppress_health_check": list(HealthCheck)}


def main(words):
    asked = _parser().parse_args(words)
    with ExitStack() as stack:
        shops = {name: stack.enter_context(shop_of(name)) for name in asked.stages.split(",")}
        if asked.file:
            return replay(shops, json.loads(Path(asked.file).read_text()))
        try:
            played = play(shops, asked.sequences, asked.seed)
        except Difference as difference:
            FOUND.parent.mkdir(parents=True, exist_ok=True)
            FOUND.write_text(json.dumps(difference.script, indent=1))
            print(f"{difference}\n\nTo see it again: python -m tests.differential replay {FOUND}")
            return 1
    print(f"{played} sequences at {' and '.join(shops)}: no difference (seed {asked.seed})")
    return 0


@contextmanager
def shop_of(name, **env):
    """name: 1, 1-postgres, 2 or 3. Yields (shop, staff)."""
    number, _, db = name.partition("-")
    driver = import_module(f"tests.drivers.stage{number}")
    with tempfile.TemporaryDirectory(prefix="differential-") as folder:
        kind = db or driver.DATABASES[0]
        with driver.running(data=Path(folder) / "data", db=kind, **env) as stage:
            shop = Shop(stage.url)
            yield shop, signed_in_staff(shop, *stage.staff)


def play(shops, count, from_seed):
    """How many were played; Difference with the shortest script that shows one."""
    played = [0]

    @seed(from_seed)
    @settings(max_examples=max(1, count // AT_ONCE), phases=[Phase.generate], **HOW)
    @given(st.lists(SCRIPT, min_size=min(count, AT_ONCE), max_size=AT_ONCE))
    def batches(scripts):
        check(shops, scripts)
        played[0] += len(scripts)
        print(f"{played[0]} sequences", flush=True)

    try:
        batches()
    except Difference as difference:
        raise shortest(shops, difference.script) from None
    return played[0]


def shortest(shops, script):
    """Step by step less, for as long as the difference stays: the last Difference that was seen."""
    last = _difference(shops, script)
    if last is None:
        return Difference(script, "only once, and not when it was played again", {})
    is_shorter = True
    while is_shorter:
        is_shorter = False
        for smaller in _smaller(last.script):
            found = _difference(shops, smaller)
            if found is not None:
                last, is_shorter = found, True
                break
    return last


def _smaller(script):
    for part in ("first", "then"):
        for number in reversed(range(len(script[part]))):
            left = script[part][:number] + script[part][number + 1 :]
            yield {**script, part: left}


def _difference(shops, script):
    try:
        check(shops, [script])
    except Difference as difference:
        return difference
    return None


def replay(shops, script):
    print(as_text(script))
    found = _difference(shops, script)
    print(found or "No difference.")
    return 1 if found else 0


def _parser():
    parser = argparse.ArgumentParser("tests.differential", description=__doc__)
    parser.formatter_class = argparse.RawDescriptionHelpFormatter
    parser.add_argument("what", nargs="?", choices=["replay"])
    parser.add_argument("file", nargs="?")
    parser.add_argument("--stages", default=os.environ.get("STAGES") or "1,2,3")
    parser.add_argument("--sequences", type=int, default=int(os.environ.get("SEQUENCES") or 500))
    parser.add_argument("--seed", type=int, default=int(os.environ.get("SEED") or 1))
    return parser


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
