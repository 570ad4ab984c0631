"""Measures stage 2 beside stage 1, on this machine, in one run: `make bench STAGE=2`.

Absolute figures are this machine's; the ratios are what to look at. Rounds alternate between the
two, so that what disturbs one disturbs the other, and each figure is the median of its rounds.
STAGE=1 measures stage 1 beside a bare route that sends the same statements. STAGE=3 measures stage
3 beside the bare calls of its database, and what it would cost. WHAT=xray measures a stage without
its control room and with it; STAGE=1 WHAT=profile shows where the processor time goes. MOVE=1-2
measures what `make move` costs the people who use the shop. URL measures reads of any address on
this machine, to compare a program of your own.
"""

import os
import sys
from contextlib import ExitStack
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from local import command
from local.refusal import Refusal
from tests.move import costs

from . import (
    anywhere,
    beside_bare,
    functions,
    machine,
    ordering,
    profiled,
    reading,
    report,
    sites,
    standing,
    watched,
)


@dataclass(frozen=True)
class Size:
    seconds: float  # that each load of reads lasts
    rounds: int
    profiled: int  # requests of each kind under the profiler
    orders: int  # one after another
    bare_rounds: int  # of the shop beside a bare route
    products: int  # there; and ten times as many orders


FULL, QUICK = Size(2, 3, 200, 8, 5, 10_000), Size(1, 1, 10, 4, 2, 200)
TAKES = {
    "1": "about 8 minutes",
    "2": "about 5 minutes",
    "3": "about 5 minutes",
    "1-2": "about 4 minutes",
}
STAGES = ("1", "2", "3")


def main(words):
    asked = _parser().parse_args(words)
    if asked.what == "profile" and asked.stage != "1":
        raise Refusal("A profile is of stage 1. Type: make bench STAGE=1 WHAT=profile")
    takes = "10 seconds" if asked.url else TAKES[asked.move or asked.stage]
    with command.takes("about a minute" if asked.quick else takes):
        about, tables = machine.quiet(), []
        print(about, flush=True)
        for table in _asked_for(asked):
            print(f"\n{report.as_text([table])}", flush=True)
            tables.append(table)
    if asked.markdown:
        heading = f"# Measured by `make bench {_named(asked)}`"
        asked.markdown.write_text(f"{heading}\n\n{about}\n\n{report.as_markdown(tables)}")


def _asked_for(asked):
    if asked.url:
        return anywhere.measured(asked.url, QUICK if asked.quick else FULL)
    if asked.move:
        return costs.measured(costs.QUICK if asked.quick else costs.FULL)
    return measured(asked.stage, QUICK if asked.quick else FULL, asked.what)


def _named(asked):
    if asked.url:
        return f"URL={asked.url}"
    if asked.move:
        return f"MOVE={asked.move}"
    return f"STAGE={asked.stage}" + (f" WHAT={asked.what}" if asked.what else "")


def measured(stage, size, what=""):
    """Tables, as they come."""
    if what == "xray":
        yield from watched.measured(stage, size, size is FULL)
        return
    if what == "profile":
        yield from profiled.measured(size.profiled)
        return
    if stage == "3":
        yield from functions.measured(size.rounds)
        return
    names = ["stage 1"] if stage == "1" else ["stage 1", "stage 2"]
    yield standing.generator(size)
    if size is FULL:
        yield standing.seconds_to_come_up(names)
    with ExitStack() as stack:
        shops = {name: stack.enter_context(sites.running(name)) for name in names}
        yield from beside(shops, size)
        if stage == "1":
            yield from beside_bare.measured(shops["stage 1"], size)
        if "stage 2" in shops:
            yield from alone(shops["stage 2"], size)


def beside(shops, size):
    yield standing.memory(shops)
    yield reading.throughput(shops, size)
    yield reading.work(shops, size)
    yield from ordering.latency_and_throughput(shops, size)
    yield ordering.work(shops, size)


def alone(site, size):
    yield ordering.requests(site)
    if size is FULL:
        yield ordering.scaling(site, size)
        with sites.running("stage 2", CACHING="off") as bare:
            yield reading.without_cache(bare, site, size)


def _what(given):
    return command.choice("WHAT", given, ["xray", "profile"]) if given else ""


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
