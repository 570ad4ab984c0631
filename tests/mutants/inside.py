"""Mutants that no client notices until a service is compromised, a clock is wrong, or a process
dies. Tests of single parts must catch them, in a copy of the repository.

Such an idea names its tests by their path in the repository, tests/stage2/….
"""

import shutil
import tempfile
import time
from pathlib import Path

from . import suite
from .patch import ROOT, Drifted, wrong_copy
from .trial import RIGHT, Verdict

TESTS = ("tests/local", "tests/rules", "tests/serving")
TESTS += ("tests/stage1", "tests/stage2", "tests/stage3")


def is_inside(idea):
    return all(test.startswith(TESTS) for test in idea.caught_by)


def verdicts(stage, ideas):
    """Yields the Verdict of the unpatched copy, then that of each idea. ideas: {name: Idea}"""
    if ideas:
        expected = [test for idea in ideas.values() for test in idea.caught_by]
        yield _verdict(stage, RIGHT, [], list(dict.fromkeys(expected)))
    for name, idea in ideas.items():
        yield _verdict(stage, name, stage.PATCHES[name], idea.caught_by)


def _verdict(stage, name, patches, tests):
    begun = time.monotonic()
    caught, trouble = None, ""
    try:
        failed = [outcome for outcome in _outcomes(stage, patches, tests) if outcome.failed]
        caught = failed[0] if failed else None
    except (Drifted, suite.Undecided) as error:
        trouble = f"{type(error).__name__}: {error}"
    seconds = round(time.monotonic() - begun, 1)
    return Verdict(name, caught and caught.test, caught.why if caught else "", seconds, trouble)


def _outcomes(stage, patches, tests):
    with tempfile.TemporaryDirectory(prefix="wrong-inside-") as folder:
        copy = Path(folder)
        wrong_copy(patches, (*stage.FOLDERS, "tests"), copy)
        shutil.copy(ROOT / "pyproject.toml", copy)
        return suite.held({}, tests, "-x", root=copy)
