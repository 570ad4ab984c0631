"""Places one order and shows its way: `make trace STAGE=1`, 2 or 3.

Where a shop runs with SPANS=on, it buys there, or shows what was last done there (TRACE=last). Else
a stage of its own is started, and stopped again. The same is written as a page, in the folder
`traces` of the shop's data.
MERMAID=file writes only the sequence diagram, to that file.
"""

import os
import sys
from pathlib import Path

from local import command
from local.refusal import Refusal
from local.run import ROOT
from local.which import which
from spans import page, waterfall
from tests.bench import machine

from . import live, mermaid

NUMBERS = ("1", "2", "3")
LAST = "last"
TAKES = {"1": "about 10 seconds", "2": "about 30 seconds", "3": "about 90 seconds"}


def main():
    what = os.environ.get("TRACE")
    if what:
        command.choice("TRACE", what, [LAST])
    number = os.environ.get("STAGE")
    if number:
        command.choice("STAGE", number, NUMBERS)
    data = which(ROOT, os.environ)
    if url := live.receiver_of(data):
        return show(live.of_running(data, url, what), data.stage[-1], data.path)
    if what:
        raise Refusal(f"No shop runs with SPANS=on. Start one: make {data.stage} SPANS=on")
    number = number or "2"
    about = machine.about()
    with command.takes(TAKES[number]), live.traced_stage(number) as stage:
        spans = live.placed(*stage)
    if file := os.environ.get("MERMAID"):
        Path(file).write_text("\n".join(mermaid.lines(spans, about)) + "\n", encoding="utf-8")
    else:
        show(spans, number, ROOT / f".data/stage{number}")


def show(spans, number, folder):
    title = f"Stage {number}: {page.title(spans)}"
    file = page.write(spans, title, folder / "traces" / "last.html")
    parts = waterfall.lines(spans), waterfall.sequence(spans)
    print("\n\n".join("\n".join(lines) for lines in parts))
    print(f"\nThe same as a page: {os.path.relpath(file, ROOT)}")


if __name__ == "__main__":
    sys.exit(command.run(main))
