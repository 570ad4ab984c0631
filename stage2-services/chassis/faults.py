"""Named points at which a test may have this process die as if the power went.

With FAULTS=1 the process looks, at each point, for a file crash-at in its data folder that
holds the point's name, and if it is there kills itself. Off, a point costs one comparison.
"""

import os
import signal
from collections.abc import Iterator
from contextlib import contextmanager

from .config import config


def reach(point: str) -> None:
    if config().faults:
        _die_if_asked(point)


@contextmanager
def around(step: str) -> Iterator[None]:
    """A point before it and one after it; decorates a function."""
    reach(f"{step}:before")
    yield
    reach(f"{step}:after")


def _die_if_asked(point: str) -> None:
    order = config().data / "crash-at"
    try:
        asked = order.read_text().strip()
    except FileNotFoundError:
        return
    if asked == point:
        order.unlink()
        os.kill(os.getpid(), signal.SIGKILL)
