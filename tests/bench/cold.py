"""A cold start: a fresh process opens the artefact, and a fresh host of functions answers.

The median is what one meets on this machine; the fastest is nearly what it would take if the
machine had nothing else to do.
"""

import os
import statistics
import subprocess
import sys
import time
import zipfile
from pathlib import Path
from tempfile import TemporaryDirectory

import botocore
import psutil

from .bare import milliseconds

IMPORT = """
import time
started = time.perf_counter()
import app
print((time.perf_counter() - started) * 1000, time.time())
"""
NO_BYTECODE = {"PYTHONPYCACHEPREFIX": os.devnull}  # it is looked for where none is


def from_the_artefact(zip_file, rounds):
    """(median ms of a process from its start until the app is there, of the import in it)"""
    whole, imports = starts(zip_file, rounds)
    return statistics.median(whole), statistics.median(imports)


def starts(zip_file, rounds, environ=None):
    """([ms of each process from its start until the app is there], [of the import in it])"""
    with TemporaryDirectory() as folder:
        zipfile.ZipFile(zip_file).extractall(folder)
        _start(folder, {})  # from now on the files are in memory
        found = [_start(folder, environ or {}) for _ in range(rounds)]
    return tuple(zip(*found, strict=True))


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
    """The processes of all functions, as a cloud ends those that nobody needs."""
    hosts = psutil.Process(site.stage.pid("aws")).children(recursive=True)
    for host in hosts:
        host.kill()
    psutil.wait_procs(hosts, timeout=5)


def _start(folder, environ):
    """As on Lambda, nothing can be written there, and botocore need not be in the artefact."""
    path = os.pathsep.join([folder, str(Path(botocore.__file__).parents[1])])
    environ = {"PYTHONPATH": path, "PYTHONDONTWRITEBYTECODE": "1", **environ}
    words, started = [sys.executable, "-S", "-c", IMPORT], time.time()
    run = subprocess.run(words, cwd=folder, env=environ, capture_output=True, check=True)
    imported, there = map(float, run.stdout.split())
    return (there - started) * 1000, imported
