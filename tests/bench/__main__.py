"""Measures, on this machine, in one run: `make bench STAGE=2`.

STAGE=2            stage 2 beside stage 1
STAGE=1            stage 1 beside a bare route that sends the same statements
STAGE=3            stage 3 beside the bare calls of its database, and what it would cost
STAGE=1 WHAT=profile  by whose code stage 1's processor time is taken
WHAT=memory        what the imports of stages 1 and 2 weigh
WHAT=xray          a stage without its control room and with it
WHAT=versions      the versions of a stage's API beside each other
WHAT=race          24 buyers who race for 5 pieces, at all three stages
WHAT=events        events of visitors at all three stages, and what a million of them costs
MOVE=1-2           what `make move` costs the people who use the shop
URL=http://…       reads of any address on this machine, to compare a program of your own

Absolute figures are this machine's; the ratios are what to look at. Rounds alternate between what
is compared, so that what disturbs one disturbs the other, and each figure is their median.
"""

import os
import sys
from functools import partial
from pathlib import Path

from local import command
from local.refusal import Refusal
from tests.move import costs

from . import (
    anywhere,
    clicked,
    machine,
    profiled,
    racing,
    report,
    versions,
    watched,
    weights,
    whole,
)
from .whole import FULL, QUICK

TAKES = {
    "1": "about 8 minutes",
    "2": "about 5 minutes",
    "3": "about 5 minutes",
    "1-2": "about 4 minutes",
    "xray": "about 4 minutes",
    "profile": "about a minute",
    "race": "about 3 minutes",
    "memory": "about half a minute",
}
STAGES = ("1", "2", "3")
PARTS = {
    "xray": lambda stage, size: watched.measured(stage, size, size is FULL),
    "events": lambda _stage, size: clicked.measured(size),
    "race": lambda _stage, size: racing.measured(size),
    "versions": versions.measured,
    "memory": lambda _stage, size: weights.measured(size.rounds),
    "profile": lambda _stage, size: profiled.measured(size.profiled),
}


def main(words):
    asked = _parser().parse_args(words)
    if asked.what == "profile" and asked.stage != "1":
        raise Refusal("A profile is of stage 1. Type: make bench STAGE=1 WHAT=profile")
    takes = "10 seconds" if asked.url else TAKES.get(asked.what, TAKES[asked.move or asked.stage])
    with command.takes("about a minute" if asked.quick else takes):
        about, tables = machine.quiet(), []
        print(about, flush=True)
        for table in _asked_for(asked, QUICK if asked.quick else FULL):
            print(f"\n{report.as_text([table])}", flush=True)
            tables.append(table)
    if asked.markdown:
        heading = f"# Measured by `make bench {_named(asked)}`"
        asked.markdown.write_text(f"{heading}\n\n{about}\n\n{report.as_markdown(tables)}")


def _asked_for(asked, size):
    """Tables, as they come."""
    if asked.url:
        return anywhere.measured(asked.url, size)
    if asked.move:
        return costs.measured(costs.QUICK if asked.quick else costs.FULL)
    return PARTS.get(asked.what, whole.measured)(asked.stage, size)


def _named(asked):
    if asked.url:
        return f"URL={asked.url}"
    if asked.move:
        return f"MOVE={asked.move}"
    if asked.what in ("events", "memory", "race"):  # of more than one stage
        return f"WHAT={asked.what}"
    return f"STAGE={asked.stage}" + (f" WHAT={asked.what}" if asked.what else "")


def _what(given):
    return command.choice("WHAT", given, list(PARTS)) if given else ""


def _url(given):
    return anywhere.address(given) if given else None


def _parser():
    parser = command.Parser("tests.bench", description=__doc__)
    stage = partial(command.choice, "STAGE", allowed=STAGES)
    parser.add_argument("--stage", default=os.environ.get("STAGE") or "2", type=stage)
    move = partial(command.choice, "MOVE", allowed=["1-2"])
    parser.add_argument("--move", default=os.environ.get("MOVE"), type=move)
    parser.add_argument("--what", default=os.environ.get("WHAT") or "", type=_what)
    parser.add_argument("--url", default=os.environ.get("URL"), type=_url)
    parser.add_argument("--quick", action="store_true", help="a minute instead of five")
    parser.add_argument("--markdown", type=Path, metavar="FILE", help="write the tables there too")
    return parser


if __name__ == "__main__":
    sys.exit(command.run(main, sys.argv[1:]))
