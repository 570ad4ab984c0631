"""Places one order at stage 2 and shows its way: `python -m tests.trace`.

MERMAID=file writes only the sequence diagram, to that file.
"""

import os
import sys
from pathlib import Path

from . import diagram, order, waterfall


def main():
    with order.traced_stage() as stage:
        spans = order.placed(stage)
    drawn = "\n".join(diagram.mermaid(spans)) + "\n"
    if file := os.environ.get("MERMAID"):
        Path(file).write_text(drawn)
    else:
        print("\n".join(waterfall.lines(spans)), drawn, sep="\n\n", end="")


if __name__ == "__main__":
    sys.exit(main())
