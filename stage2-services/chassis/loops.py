"""Background threads that run for as long as the process lives."""

import os
import threading
import time
from collections.abc import Callable

import redis

from shop_rules.errors import Unavailable

from . import telemetry
from .config import config

EVERY_SECONDS = 0.5
AWAY_SECONDS = 1  # before a retry while another service is down
AWAY = (redis.RedisError, Unavailable, ConnectionError)

Work = Callable[[], object]
Errors = tuple[type[Exception], ...]


def start(*works: Work, away: Errors = ()) -> None:
    """Call each work in an endless loop. away: exceptions that mean another service is down."""
    for work in works:
        arguments = (work, (*AWAY, *away))
        threading.Thread(target=_forever, args=arguments, name=_name(work), daemon=True).start()
    threading.Thread(target=_end_with, args=(os.getppid(),), daemon=True).start()


def say_ready() -> None:
    """Touch the ready file, for the process that started this worker, which serves no HTTP."""
    file = config().ready_file
    if file:
        file.parent.mkdir(parents=True, exist_ok=True)
        file.touch()


def every(seconds: float, work: Work) -> Work:
    """work, with a pause of `seconds` after each call."""

    def paced() -> None:
        work()
        time.sleep(seconds)

    paced.__qualname__ = _name(work)
    return paced


def _forever(work: Work, away: Errors) -> None:
    while True:
        telemetry.begin()
        try:
            work()
        except away as error:
            telemetry.write("waiting", level=30, work=_name(work), error=type(error).__name__)
            time.sleep(AWAY_SECONDS)
        except Exception as error:  # the next round follows regardless
            telemetry.write_failure("loop failed", error, work=_name(work))
            time.sleep(AWAY_SECONDS)


def _end_with(parent: int) -> None:
    """Exit when the server that started this process is gone, even if it was killed."""
    while os.getppid() == parent:
        time.sleep(EVERY_SECONDS)
    os._exit(1)


def _name(work: Work) -> str:
    return getattr(work, "__qualname__", repr(work))
