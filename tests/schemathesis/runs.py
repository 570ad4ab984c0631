"""Schemathesis as a process of its own, once for each role."""

import os
import subprocess
import sys
import tempfile
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import NamedTuple

from tests.drivers.stage import ROOT

from .roles import RIGHTFUL, ROLES
from .tally import Tally

DOCUMENT = ROOT / "shared" / "openapi.yaml"
CONFIG = Path(__file__).with_name("schemathesis.toml")


class Size(NamedTuple):
    phases: str
    examples: int  # for each operation
    chains: int  # of linked operations
    more: str = ""  # of the configuration


ALL_PHASES = "examples,coverage,fuzzing,stateful"
# It has a case for each country.
WITHOUT_COUNTRIES = """
[[operations]]
include-operation-id = "place_order"
phases.coverage.enabled = false
"""


def short(role):
    """Most of what can be wrong, in half a minute."""
    if role == RIGHTFUL:
        return Size(ALL_PHASES, examples=2, chains=6, more=WITHOUT_COUNTRIES)
    return Size("examples,fuzzing", examples=2, chains=0)


def long(role):
    return Size(ALL_PHASES, *((60, 150) if role == RIGHTFUL else (20, 50)))


class Run(NamedTuple):
    role: str
    passed: bool
    seconds: float
    output: str
    tally: Tally


def all_roles(settings, size_of, seed):
    """A Run of each, as they end; two at a time, since half of the time one of them waits."""
    with ThreadPoolExecutor(2) as threads:
        yield from threads.map(lambda role: run(settings, role, size_of(role), seed), ROLES)


def run(settings, role, size, seed, document=DOCUMENT, options=()):
    """settings: of the shop, as tests.drivers gives them."""
    with tempfile.TemporaryDirectory() as folder:
        config, tally = Path(folder, "schemathesis.toml"), Path(folder, "tally.json")
        config.write_text(configuration(size))
        words = [sys.executable, "-m", "schemathesis.cli", "--config-file", str(config)]
        words += ["run", str(document), "--phases", size.phases, "--seed", str(seed), "--no-color"]
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
        return Run(role, done.returncode == 0 and not seen.mistakes, seconds, output, seen)


def configuration(size):
    return f"""{CONFIG.read_text()}
[phases.fuzzing.generation]
max-examples = {size.examples}
[phases.stateful.generation]
max-examples = {size.chains}
{size.more}"""


def environment():
    """Without what the caller's pytest or make would tell Schemathesis."""
    return {k: v for k, v in os.environ.items() if not k.startswith(("PYTEST", "MAKE", "SCHEMA"))}
