"""A thread that finishes what was left open: by a crash, by a provider that was away."""

import os
import threading

from . import telemetry
from .accounts import sign_ins
from .catalog import tasks as catalog
from .orders import tasks as orders

EVERY_SECONDS = 0.5
HOUSEKEEPING_EVERY = 600  # rounds


def start():
    threading.Thread(target=_run, args=(os.getppid(),), name="sweep", daemon=True).start()


def _run(parent):
    stop = threading.Event()
    _try(orders.at_start)
    _try(catalog.catch_up)
    for round_number in _count_until(stop, parent):
        _try(orders.sweep)
        if round_number % HOUSEKEEPING_EVERY == 0:
            _try(catalog.catch_up)
            _try(sign_ins.forget_what_is_over)


def _count_until(stop, parent):
    """Rounds, until the server that started this process is gone: then it must not live on."""
    round_number = 0
    while not stop.wait(EVERY_SECONDS):
        if os.getppid() != parent:
            os._exit(1)
        yield round_number
        round_number += 1


def _try(work):
    """Whatever goes wrong, the next round comes."""
    telemetry.begin()
    try:
        work()
    except Exception as error:
        telemetry.write("sweep failed", level=40, work=work.__qualname__, error=repr(error))
