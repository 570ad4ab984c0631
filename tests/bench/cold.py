"""A cold start: a fresh process opens the artefact, and a fresh host of functions answers.

The median is what one meets on this machine. What the processor took of it depends less on what
else the machine does.
"""

import os
import statistics
import subprocess
import sys
import time
import zipfile
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

import botocore
import psutil

from tests.drivers.aws import hosts

from .bare import milliseconds

IMPORT = """
import time
started, worked = time.time(), time.process_time()
import app
there = time.time()
print(there, there - started, time.process_time(), time.process_time() - worked)
"""
NO_BYTECODE = {"PYTHONPYCACHEPREFIX": os.devnull}  # it is looked for where none is


@dataclass(frozen=True)
class Start:
    """Milliseconds of a process until the app is there, and of the import in it."""

    whole: float
    imported: float
    whole_processor: float
    imported_processor: float


def from_the_artefact(zip_file, rounds):
    """(median ms of a process from its start until the app is there, of the import in it)"""
    found = starts(zip_file, rounds)
    return tuple(
        statistics.median(getattr(s, name) for s in found) for name in ("whole", "imported")
    )


def starts(zip_file, rounds, environ=None):
    """A Start for each round."""
    with TemporaryDirectory() as folder:
        zipfile.ZipFile(zip_file).extractall(folder)
        _start(folder, {})  # from now on the files are in memory
        return [_start(folder, environ or {}) for _ in range(rounds)]


def first_answers(site, act, rounds):
    """(median ms of act() with no host there, with one)"""
    first, again = answers(site, act, rounds)
    return statistics.median(first), statistics.median(again)


def answers(site, act, rounds):
    """([ms of each act() with no host there], [with one])"""
    first, again = [], []
    for _ in range(rounds):
        end_hosts(site)
        first.append(milliseconds(act))
        again.append(milliseconds(act))
    return first, again


def end_hosts(site):
    """The processes of all functions, as a cloud ends idle ones."""
    ended = hosts(site.stage)
    for host in ended:
        host.kill()
    psutil.wait_procs(ended, timeout=5)


def _start(folder, environ):
    """As on Lambda, nothing can be written there, and botocore need not be in the artefact."""
    path = os.pathsep.join([folder, str(Path(botocore.__file__).parents[1])])
    environ = {"PYTHONPATH": path, "PYTHONDONTWRITEBYTECODE": "1", **environ}
    words, started = [sys.executable, "-S", "-c", IMPORT], time.time()
    run = subprocess.run(words, cwd=folder, env=environ, capture_output=True, check=True)
    there, *others = map(float, run.stdout.split())
    return Start(*(seconds * 1000 for seconds in (there - started, *others)))
