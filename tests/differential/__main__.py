"""Plays made-up sequences of requests at all stages side by side: they must answer the same.

python -m tests.differential                 500 sequences: --sequences, --stages 1,2,3, --seed,
                                             --restarted (stages stopped and started before)
python -m tests.differential replay FILE     a script that a failed run left behind, at stages
                                             or shops that run: --shop URL EMAIL PASSWORD …
"""

import json
import os
import sys
import time
from contextlib import nullcontext
from functools import partial
from pathlib import Path

from hypothesis import HealthCheck, Phase, given, seed, settings

from local import command
from tests.contract.steps import unique
from tests.drivers.stage import ROOT

from . import shops
from .compare import Difference, as_text, check
from .scripts import SCRIPT
from .shorten import again, shortest

BATCH = 20  # sequences that are settled together
TAKES = "about 25 minutes for 500 sequences"
FOUND = ROOT / ".data" / "differential" / "found.json"
HOW = {"deadline": None, "database": None, "suppress_health_check": list(HealthCheck)}


def main(words):
    asked = _parser().parse_args(words)
    started = time.monotonic()
    asked_for = _asked_for(asked)
    with command.takes(TAKES), shops.together(asked_for) as compared:
        if asked.file:
            return replay(compared, json.loads(Path(asked.file).read_text(encoding="utf-8")))
        try:
            played = play(compared, asked.sequences, asked.seed)
        except Difference as difference:
            return keep(difference)
    took = round(time.monotonic() - started)
    between = " and ".join(compared)
    print(f"{played} sequences at {between}: no difference (seed {asked.seed}, {took} s)")
    return 0


def play(compared, count, from_seed):
    """How many were played; Difference with the shortest script that shows one."""
    scripts = made_up(count, from_seed)
    for start in range(0, count, BATCH):
        batch = scripts[start : start + BATCH]
        try:
            check(compared, batch, [new_name() for _ in batch])
        except Difference as difference:
            raise shortest(compared, difference, new_name) from None
        print(f"{start + len(batch)} sequences", flush=True)
    return len(scripts)


def made_up(count, from_seed):
    """So many scripts, always the same ones for a seed."""
    return [_one(f"{from_seed}, {number}") for number in range(count)]


def _one(from_seed):
    """Drawn by itself: in one run Hypothesis goes on from what it had, and repeats itself."""
    drawn = []

    @seed(from_seed)
    @settings(max_examples=2, phases=[Phase.generate], **HOW)
    @given(SCRIPT)
    def gather(script):
        drawn.append(script)

    gather()
    return drawn[-1]  # the first one is always the simplest there is


def replay(compared, script):
    print(as_text(script))
    found = again(compared, script, new_name)
    print(found or "No difference.")
    return 1 if found else 0


def new_name():
    return unique("play")


def keep(difference):
    FOUND.parent.mkdir(parents=True, exist_ok=True)
    FOUND.write_text(json.dumps(difference.script, indent=1))
    print(f"{difference}\n\nTo see it again: python -m tests.differential replay {FOUND}")
    return 1


def _asked_for(asked):
    if asked.shop:
        return {shop[0]: nullcontext(shops.at(*shop)) for shop in asked.shop}
    names = [command.choice("STAGES", name, shops.NAMES) for name in asked.stages.split(",")]
    return {name: shops.of_stage(name, restarted=asked.restarted) for name in names}


def _parser():
    env, parser = os.environ.get, command.Parser("tests.differential", description=__doc__)
    parser.add_argument("what", nargs="?", choices=["replay"])
    parser.add_argument("file", nargs="?")
    parser.add_argument("--stages", default=env("STAGES") or "1,2,3")
    parser.add_argument("--restarted", action="store_true", default=bool(env("RESTARTED")))
    words = {"nargs": 3, "metavar": ("URL", "EMAIL", "PASSWORD")}
    parser.add_argument("--shop", action="append", help="one that runs, and its staff", **words)
    for name, usual in (("SEQUENCES", "500"), ("SEED", "1")):
        kind = partial(command.number, name)
        parser.add_argument(f"--{name.lower()}", type=kind, default=env(name) or usual)
    return parser


if __name__ == "__main__":
    sys.exit(command.run(main, sys.argv[1:]))
