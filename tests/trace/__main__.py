"""Places one order and shows its way: `make trace STAGE=2`, or 3.

MERMAID=file writes only the sequence diagram, to that file.
"""

import os
import sys
from pathlib import Path

from local import command
from tests.bench import machine

from . import diagram, functions, order, waterfall

STAGES = {"2": order, "3": functions}


def main():
    way = STAGES[command.choice("STAGE", os.environ.get("STAGE") or "2", STAGES)]
    about = machine.about()
    with command.takes("about 20 seconds"), way.traced_stage() as stage:
        spans = way.placed(stage)
    drawn = "\n".join(diagram.mermaid(spans, about)) + "\n"
    if file := os.environ.get("MERMAID"):
        Path(file).write_text(drawn, encoding="utf-8")
    else:
        print("\n".join(waterfall.lines(spans)), drawn, sep="\n\n", end="")


if __name__ == "__main__":
    sys.exit(command.run(main))
