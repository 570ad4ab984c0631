"""Runs many trials, and collects their verdicts."""

import signal
from concurrent.futures import ThreadPoolExecutor, as_completed

from . import inside, suite
from .trial import RIGHT, control, trial


class ControlFailed(Exception):
    """The unpatched shop fails too, so a mutant's failure proves nothing."""


def verdicts(stage, ideas, before=()):
    """Yields the Verdict of each idea when it is known, and the control's.

    ideas: {name: Idea}. before: ideas with a known verdict, but without the control's.
    """
    within = {name: idea for name, idea in ideas.items() if inside.is_inside(idea)}
    yield from map(_believed, inside.verdicts(stage, within))
    ideas = {name: idea for name, idea in ideas.items() if name not in within}
    before = [idea for idea in before if not inside.is_inside(idea)]
    if not ideas:
        return
    expected = [test for idea in (*before, *ideas.values()) for test in idea.caught_by]
    unexpected = []
    with stage.shops() as shop_with:
        for verdict in _verdicts(stage, shop_with, {RIGHT: control(expected), **ideas}):
            yield verdict
            if verdict.caught_by and not any(map(verdict.caught_by.startswith, expected)):
                unexpected.append(verdict.caught_by)
        if unexpected:
            yield from _verdicts(stage, shop_with, {RIGHT: control(unexpected)})


def stop_on_a_signal():
    """Make SIGTERM end a run as Ctrl-C does, with all its child processes."""
    signal.signal(signal.SIGTERM, signal.default_int_handler)


def _verdicts(stage, shop_with, trials):
    pool = ThreadPoolExecutor(stage.AT_ONCE)
    names = sorted(trials, key=stage.turn)
    try:
        going_on = [pool.submit(trial, stage, shop_with, name, trials[name]) for name in names]
        for done in as_completed(going_on):
            yield _believed(done.result())
    except BaseException:
        pool.shutdown(wait=False, cancel_futures=True)
        with suite.none_running():
            pool.shutdown()
        raise
    pool.shutdown()


def _believed(verdict):
    if verdict.name == RIGHT and (verdict.caught_by or verdict.trouble):
        raise ControlFailed(f"{verdict.caught_by}: {verdict.why}{verdict.trouble}")
    return verdict
