"""Runs the contract suite in its own process, against one shop."""

import json
import os
import subprocess
import sys
import tempfile
import threading
from contextlib import contextmanager
from pathlib import Path
from typing import NamedTuple

from .patch import ROOT

WITHIN = 900  # seconds
SUITE = "tests/contract"
_running, _lock, _over = set(), threading.Lock(), threading.Event()


class Outcome(NamedTuple):
    test: str  # path below the suite's folder
    failed: bool
    why: str

    @property
    def file(self):
        return self.test.partition("::")[0]


class Undecided(Exception):
    """The suite itself could not run, so there is no verdict."""


def first_failure(where, tests, bounds):
    """An Outcome, or None if all pass. where: see environment. tests: files or ids below SUITE."""
    failed = [outcome for outcome in outcomes(where, tests, bounds, "-x") if outcome.failed]
    return failed[0] if failed else None


def outcomes(where, tests, bounds, *options):
    """[Outcome of each test]; an empty list of tests runs the whole suite."""
    paths = [f"{SUITE}/{test}" for test in there(tests)] or [SUITE]
    return held(where, paths, *(f"--bound={name}={s}" for name, s in bounds.items()), *options)


def held(where, paths, *options, root=ROOT):
    """[Outcome of each test], run in a repository or a copy of it. where: the environment."""
    with tempfile.TemporaryDirectory(prefix="outcomes-") as folder:
        written = Path(folder, "outcomes")
        words = [sys.executable, "-m", "pytest", "-p", "tests.mutants.reporter"]
        words += ["-p", "no:cacheprovider", "-q", "--tb=no", f"--write-outcomes={written}"]
        code, output = _run([*words, *options, *paths], where, root)
        if code not in (0, 1) or not written.exists():
            raise Undecided(f"pytest ended with {code}:\n{output[-3000:]}")
        return [_outcome(line) for line in written.read_text(encoding="utf-8").splitlines()]


def there(tests):
    """The existing tests among these: for a removed test its file, for a removed file nothing."""
    for test in dict.fromkeys(tests):
        file, _, name = test.partition("::")
        path = ROOT / file if file.startswith("tests/") else ROOT / SUITE / file
        if path.exists():
            yield test if not name or f"def {name}(" in path.read_text() else file


def environment(url, staff=("nobody@example.org", "no password"), provider=("", "")):
    """The environment that describes a shop to the suite."""
    names = ("SHOP_STAFF_EMAIL", "SHOP_STAFF_PASSWORD", "PROVIDER_URL", "PROVIDER_KEY")
    return {"SHOP_URL": url, **dict(zip(names, (*staff, *provider), strict=True))}


@contextmanager
def none_running():
    """End all current runs, and block new ones during the block."""
    _over.set()
    with _lock:
        for process in _running:
            process.kill()
    try:
        yield
    finally:
        _over.clear()


def _run(words, where, root):
    """(exit code, output)"""
    outer = {k: v for k, v in os.environ.items() if not k.startswith(("PYTEST", "MAKE", "SHOP_"))}
    env = {**outer, "PYTHONPATH": str(root), "PYTEST_DISABLE_PLUGIN_AUTOLOAD": "1", **where}
    pipes = {"stdout": subprocess.PIPE, "stderr": subprocess.STDOUT, "text": True}
    with _lock:
        if _over.is_set():
            raise Undecided("cut short")
        process = subprocess.Popen(words, cwd=root, env=env, stdin=subprocess.DEVNULL, **pipes)
        _running.add(process)
    try:
        output, _ = process.communicate(timeout=WITHIN)
    except subprocess.TimeoutExpired:
        raise Undecided(f"no end within {WITHIN} s: {words}") from None
    finally:
        process.kill()
        process.wait()
        with _lock:
            _running.discard(process)
    return process.returncode, output


def _outcome(line):
    outcome = json.loads(line)
    return Outcome(outcome["test"].removeprefix(SUITE + "/"), outcome["failed"], outcome["why"])
