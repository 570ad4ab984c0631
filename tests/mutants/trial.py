"""One wrong shop: copied, made wrong, opened, and shown to the suite."""

import json
import tempfile
import time
from importlib import import_module
from pathlib import Path
from typing import NamedTuple

from . import suite
from .ideas import Idea
from .patch import Drifted, wrong_copy

RIGHT = "the right shop"  # the control's name
CRASH = "crash"  # the kind of an idea whose shop is meant to crash
RACE_ATTEMPTS = 4  # whether a race is lost is chance


class Verdict(NamedTuple):
    name: str
    caught_by: str | None  # the first test that failed
    why: str
    seconds: float
    trouble: str = ""  # why nothing can be said of it


class Broken(Exception):
    """The patch makes a shop that crashes, which any suite would notice."""


def stage_of(number):
    """The module with PATCHES, FOLDERS, BOUNDS and opened(where) of a stage."""
    return import_module(f".stage{number}", __package__)


def trial(stage, name, idea):
    """What the tests of the idea find, and if they find nothing, what the whole suite finds."""
    begun = time.monotonic()
    try:
        caught, trouble = _shown(stage, name, idea), ""
    except (Broken, Drifted, suite.Undecided) as error:
        caught, trouble = None, f"{type(error).__name__}: {error}"
    seconds = round(time.monotonic() - begun, 1)
    return Verdict(name, caught and caught.test, caught.why if caught else "", seconds, trouble)


def control(tests):
    """The shop as it is has to pass what the wrong ones fail."""
    whole = [test for test in tests if "::" not in test or test.partition("::")[0] not in tests]
    return Idea("The shop as it is.", "control", tuple(dict.fromkeys(whole)))


def _shown(stage, name, idea):
    """The first Outcome that is a failure, or None."""
    with tempfile.TemporaryDirectory(prefix="wrong-shop-") as folder:
        where = Path(folder)
        wrong_copy(stage.PATCHES.get(name, []), stage.FOLDERS, where)
        with stage.opened(where) as shop:
            caught = None
            for tests in _rounds(name, idea):
                caught = caught or _first_failure(shop, stage, tests)
            if idea.kind != CRASH:
                _check_sound(shop)
    return caught


def _rounds(name, idea):
    """Which tests to run, one list after the other, until something fails."""
    if name == RIGHT:
        return [idea.caught_by]
    attempts = RACE_ATTEMPTS if idea.kind == "race" else 1
    return [idea.caught_by] * attempts + [[]]


def _first_failure(shop, stage, tests):
    where = suite.environment(shop.url, shop.staff, (shop.provider, shop.provider_key))
    return suite.first_failure(where, tests, stage.BOUNDS)


def _check_sound(shop):
    for log in (shop.data / "logs").iterdir():
        for line in log.read_text(errors="replace").splitlines():
            if '"event": "bug"' in line:
                raise Broken(json.loads(line)["traceback"])
