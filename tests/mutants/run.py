"""Many trials, two at a time, and what came of each."""

import signal
from concurrent.futures import ThreadPoolExecutor, as_completed

from . import suite
from .ideas import Idea
from .trial import RIGHT, trial

AT_ONCE = 2


class ControlFailed(Exception):
    """The right shop fails, so that a wrong one fails says nothing."""


def verdicts(stage, ideas):
    """Yields the Verdict of each idea as it is known. ideas: {name: Idea}."""
    trials = {RIGHT: control(ideas), **ideas}
    pool = ThreadPoolExecutor(AT_ONCE)
    try:
        going_on = [pool.submit(trial, stage, name, idea) for name, idea in trials.items()]
        for done in as_completed(going_on):
            yield _believed(done.result())
    finally:
        pool.shutdown(wait=False, cancel_futures=True)
        suite.stop_all()
        pool.shutdown()


def control(ideas):
    """The shop as it is has to pass all the tests that the wrong ones are expected to fail."""
    tests = dict.fromkeys(test for idea in ideas.values() for test in idea.caught_by)
    whole = [test for test in tests if test.partition("::")[0] not in tests or "::" not in test]
    return Idea("The shop as it is.", "control", tuple(whole))


def stop_on_a_signal():
    """SIGTERM ends a run as Ctrl-C does: with everything it started."""
    signal.signal(signal.SIGTERM, signal.default_int_handler)


def _believed(verdict):
    if verdict.name == RIGHT and verdict.caught_by:
        raise ControlFailed(f"{verdict.caught_by}: {verdict.why}")
    return verdict
