"""Rounds that stop and restart a stage or a part, and then check every bound of the contract."""

import os
import signal
import time
from functools import partial

from tests.restarts.buying import check_bounds

from . import functions
from .troubles import Round

FROZEN = (5, 60)  # seconds
KEEPS_ITS_STATE = "aws"  # saves it only when it is stopped (ADR 25), so it is never killed


def acts(stage, parts):
    """{name: function that damages the site}. parts: their names."""
    killed = {f"{part} killed": partial(_kill, part) for part in parts if part != KEEPS_ITS_STATE}
    whole = {"stopped": stop, "supervisor killed": kill_supervisor}
    return whole | killed | (of_functions() if stage == "3" else {})


def of_functions():
    frozen = {f"aws frozen for {seconds} s": partial(freeze, seconds) for seconds in FROZEN}
    return {"hosts killed": functions.kill_hosts} | frozen


def restart(name, act, site):
    begun = time.monotonic()
    act(site)
    site.wait_for_rest()
    to_rest = time.monotonic() - begun
    check_bounds(site.stage)
    site.wait_for_rest()
    return Round(name, len(site.check_books()), to_rest)


def stop(site):
    site.stage.end()
    _begin_again(site)


def kill_supervisor(site):
    site.stage.kill_supervisor()
    _begin_again(site)


def freeze(seconds, site):
    """Freeze it, like a sleeping laptop, while its functions wait for a response."""
    aws = site.stage.pid(KEEPS_ITS_STATE)
    os.kill(aws, signal.SIGSTOP)
    time.sleep(seconds)
    os.kill(aws, signal.SIGCONT)


def _kill(part, site):
    site.kill(part)


def _begin_again(site):
    site.stage.begin_again()
    site.find_provider()
