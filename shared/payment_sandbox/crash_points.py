"""Named points at which a fault test can have this process killed as if by `kill -9`.

Only with FAULTS=1: when the file DATA/crash-at holds the name of the point just reached, the file
goes first, so that the restarted process lives.
"""

import os
import signal
from pathlib import Path


def crash_if_asked(point: str, data: Path) -> None:
    order = data / "crash-at"
    try:
        asked = order.read_text().strip()
    except FileNotFoundError:
        return
    if asked == point:
        order.unlink()
        os.kill(os.getpid(), signal.SIGKILL)
