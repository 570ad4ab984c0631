"""Listens nowhere; says that it is up by making a file, unless it is held back."""

import os
import signal
import sys
import time
from pathlib import Path


def main(name):
    while Path(os.environ["DATA"], f"hold-{name}").exists():
        time.sleep(0.05)
    Path(os.environ["READY"]).touch()
    signal.pause()


if __name__ == "__main__":
    sys.exit(main(sys.argv[1]))
