"""Threads that finish what a crash or an unavailable provider left open.

Orders have a thread of their own, and so have imports. No slow work, such as decoding an image,
runs in the first.
"""

import os
import threading
import time
from collections.abc import Callable

from . import telemetry
from .accounts import elsewhere, sign_ins
from .catalog import clickstream
from .catalog import tasks as catalog
from .orders import tasks as orders

EVERY_SECONDS = 0.5
HOUSEKEEPING_SECONDS = 300
SHOW_SECONDS = 5


def start() -> None:
    threading.Thread(target=_settle, name="sweep", daemon=True).start()
    threading.Thread(target=_import, name="imports", daemon=True).start()
    threading.Thread(target=_keep_house, name="housekeeping", daemon=True).start()
    threading.Thread(target=_show, name="show", daemon=True).start()
    threading.Thread(target=_end_with, args=(os.getppid(),), daemon=True).start()


def _end_with(parent: int) -> None:
    """Exit when the server that started this process is gone, even if it was killed."""
    while os.getppid() == parent:
        time.sleep(EVERY_SECONDS)
    os._exit(1)


def _settle() -> None:
    _try(orders.at_start)
    while True:
        time.sleep(EVERY_SECONDS)
        _try(orders.sweep)


def _import() -> None:
    while True:
        time.sleep(EVERY_SECONDS)
        _try(catalog.apply_chunks)


def _keep_house() -> None:
    time.sleep(EVERY_SECONDS)
    while True:
        _try(sign_ins.forget_what_is_over)
        _try(elsewhere.forget_what_is_over)
        _try(catalog.catch_up)
        _try(clickstream.forget_old)
        time.sleep(HOUSEKEEPING_SECONDS)


def _show() -> None:
    while True:
        _try(clickstream.show_counts)
        time.sleep(SHOW_SECONDS)


def _try(work: Callable[[], None]) -> None:
    """Run it, and log any error: the next round follows regardless."""
    telemetry.begin()
    try:
        work()
    except Exception as error:
        telemetry.write_failure("sweep failed", error, work=work.__qualname__)
