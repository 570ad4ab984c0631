"""Runs the suite against one mutant."""

import json
import time
from importlib import import_module
from types import ModuleType
from typing import NamedTuple

from . import suite
from .ideas import Idea
from .patch import Drifted

RIGHT = "the right shop"  # the control's name
DAMAGING = {"the-last-admin-goes"}  # the shop they leave has no admin, so nothing can be tested
CRASH = "crash"  # the kind of mutants that are meant to crash
RACE_ATTEMPTS = 4  # a race condition shows up by chance


class Verdict(NamedTuple):
    name: str
    caught_by: str | None  # the first test that failed
    why: str
    seconds: float
    trouble: str = ""  # why there is no verdict


class Broken(Exception):
    """The patched shop crashes, which any suite would notice."""


def stage_of(number: str) -> ModuleType:
    """The module with a stage's PATCHES, FOLDERS, BOUNDS, how many shops it has open AT_ONCE, the
    turn(name) of each, and shops(), a context manager of a function shop_with(patches, untouched),
    which is one of a shop.
    """
    return import_module(f".stage{number}", __package__)


def trial(stage, shop_with, name, idea):
    """Run the idea's own tests, and if they all pass, the whole suite."""
    begun = time.monotonic()
    try:
        caught, trouble = _shown(stage, shop_with, name, idea), ""
    except (Broken, Drifted, suite.Undecided) as error:
        caught, trouble = None, f"{type(error).__name__}: {error}"
    seconds = round(time.monotonic() - begun, 1)
    return Verdict(name, caught and caught.test, caught.why if caught else "", seconds, trouble)


def control(tests):
    """Check that the unpatched shop passes the tests that the mutants fail."""
    whole = [test for test in tests if "::" not in test or test.partition("::")[0] not in tests]
    return Idea("The shop as it is.", "control", tuple(dict.fromkeys(whole)))


def _shown(stage, shop_with, name, idea):
    """The first Outcome that is a failure, or None."""
    patches = stage.PATCHES.get(name, [])
    attempts = RACE_ATTEMPTS if idea.kind == "race" else 1
    with shop_with(patches) as shop:
        caught = _first_failure(stage, shop, idea, [idea.caught_by] * attempts)
    if caught or name == RIGHT:
        return caught
    with shop_with(patches, untouched=True) as shop:
        return _first_failure(stage, shop, idea, [[]])


def _first_failure(stage, shop, idea, rounds):
    """rounds: lists of tests to run, one list after the other, until a test fails."""
    known = suite.environment(shop.url, shop.staff, (shop.provider, shop.provider_key))
    where = known | shop.metrics | shop.colleagues | shop.identity
    logged = {log: log.stat().st_size for log in _logs(shop)}
    caught = None
    for tests in rounds:
        caught = caught or suite.first_failure(where, tests, stage.BOUNDS)
    if idea.kind != CRASH:
        _check_sound(shop, logged)
    return caught


def _check_sound(shop, logged):
    """Check the logs for a crash. logged: {log: its length at the start}"""
    for log in _logs(shop):
        new = log.read_bytes()[logged.get(log, 0) :].decode(errors="replace")
        for line in new.splitlines():
            if '"event": "bug"' in line or '"event": "loop failed"' in line:
                raise Broken(json.loads(line)["traceback"])


def _logs(shop):
    return sorted((shop.data / "logs").iterdir())
