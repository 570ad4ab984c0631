"""A thread that finishes what was left open: by a crash, by a provider that was away."""

import itertools
import os
import threading
import time

from . import telemetry
from .accounts import sign_ins
from .catalog import tasks as catalog
from .orders import tasks as orders

EVERY_SECONDS = 0.5
HOUSEKEEPING_EVERY = 600  # rounds


def start():
    threading.Thread(target=_run, name="sweep", daemon=True).start()
    threading.Thread(target=_end_with, args=(os.getppid(),), daemon=True).start()


def _end_with(parent):
    """The server that started this process may be killed; its worker must not live on."""
    while os.getppid() == parent:
        time.sleep(EVERY_SECONDS)
    os._exit(1)


def _run():
    _try(orders.at_start)
    for round_number in itertools.count():
        time.sleep(EVERY_SECONDS)
        _try(orders.sweep)
        if round_number % HOUSEKEEPING_EVERY == 0:
            _try(catalog.catch_up)
            _try(sign_ins.forget_what_is_over)


def _try(work):
    """Whatever goes wrong, the next round comes."""
    telemetry.begin()
    try:
        work()
    except Exception as error:
        telemetry.write_failure("sweep failed", error, work=work.__qualname__)
