"""Schemathesis as a process of its own, for each role and as often as is wanted."""

import os
import subprocess
import sys
import tempfile
import time
from concurrent.futures import ThreadPoolExecutor
from itertools import chain, repeat
from pathlib import Path
from typing import NamedTuple

from tests.contract.version import V1, V2
from tests.drivers.stage import ROOT

from .tally import Tally

DOCUMENT = ROOT / "shared" / V1.document
CONFIG = Path(__file__).with_name("schemathesis.toml")


class Run(NamedTuple):
    role: str
    seed: int
    passed: bool
    seconds: float
    output: str
    tally: Tally


def all_roles(settings, extents, seed, tell=lambda run: None):
    """All Runs, two roles at a time: half of the time one of them waits.

    settings: of the shop, as tests.drivers gives them. extents: SHORT or LONG, of sizes.
    """
    with ThreadPoolExecutor(2) as threads:
        done = threads.map(lambda role: rounds(settings, role, extents[role], seed, tell), extents)
        return list(chain(*done))


def rounds(settings, role, extent, seed, tell):
    """Runs of one role, each with a seed of its own, until the time is over or one has failed."""
    end = time.monotonic() + extent.seconds
    done = []
    for number, size in enumerate(chain(extent.sizes, repeat(extent.sizes[-1]))):
        done.append(run(settings, role, size, seed + number))
        tell(done[-1])
        if not done[-1].passed or time.monotonic() >= end:
            return done


def run(settings, role, size, seed, document=None, options=()):
    with tempfile.TemporaryDirectory() as folder:
        config, tally = Path(folder, "schemathesis.toml"), Path(folder, "tally.json")
        config.write_text(configuration(size), encoding="utf-8")
        words = [sys.executable, "-m", "schemathesis.cli", "--config-file", str(config)]
        words += [
            "run",
            str(document or document_of(settings)),
            "--phases",
            size.phases,
            "--seed",
            str(seed),
            "--no-color",
        ]
        about = {"ROLE": role, "SEED": str(seed), "TALLY": str(tally)}
        start = time.monotonic()
        done = subprocess.run(
            [*words, *options],
            env=environment() | settings | about,
            cwd=ROOT,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
        )
        seconds = time.monotonic() - start
        seen = Tally.read(tally) if tally.exists() else Tally()
    output = "\n".join([done.stdout, *seen.mistakes])
    return Run(role, seed, done.returncode == 0 and not seen.mistakes, seconds, output, seen)


def document_of(settings):
    """Of the version that the shop's address ends in."""
    forms = {"1": V1, "2": V2}[settings["SHOP_URL"][-1]]
    return ROOT / "shared" / forms.document


def configuration(size):
    return f"""{CONFIG.read_text()}
[phases.fuzzing.generation]
max-examples = {size.examples}
[phases.stateful.generation]
max-examples = {size.chains}
{size.more}"""


def environment():
    """Without what pytest or make told this process."""
    return {k: v for k, v in os.environ.items() if not k.startswith(("PYTEST", "MAKE", "SCHEMA"))}
