"""Says what it does, unless it is held back; fails where a file tells it to."""

import os
import sys
import time
from pathlib import Path


def main(words):
    data = Path(os.environ["DATA"])
    while (data / "hold-follow-up").exists():
        time.sleep(0.05)
    if (data / "break-follow-up").exists():
        return "the table is too small"
    print(words)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1]))
