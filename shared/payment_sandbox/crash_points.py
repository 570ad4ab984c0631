"""Named points at which a fault test can kill this process, as if by `kill -9`.

Only with FAULTS=1: the process dies if the file DATA/crash-at holds the name of the point that it
has reached. It removes the file first, so that the restarted process survives.
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
