"""Measures stage 2 beside stage 1, on this machine, in one run: `python -m tests.bench`.

Absolute figures are this machine's; the ratios are what to look at. Rounds alternate between the
two, so that what disturbs one disturbs the other, and each figure is the median of its rounds.
"""

import argparse
import sys
from dataclasses import dataclass
from pathlib import Path

from . import chapters, machine, report, sites


@dataclass(frozen=True)
class Size:
    seconds: float  # that each load of reads lasts
    rounds: int
    orders: int  # one after another


FULL, QUICK = Size(3, 3, 12), Size(1, 1, 4)


def main(words):
    asked = _parser().parse_args(words)
    size = QUICK if asked.quick else FULL
    about = machine.about()
    print(about, flush=True)
    tables = []
    for table in measured(size):
        print(f"\n{report.as_text([table])}", flush=True)
        tables.append(table)
    if asked.markdown:
        asked.markdown.write_text(f"{about}\n\n{report.as_markdown(tables)}")


def measured(size):
    yield chapters.generator(size)
    if size is FULL:
        yield chapters.starting()
    with sites.monolith() as one, sites.services() as two:
        yield chapters.memory(one, two)
        yield chapters.reading(one, two, size)
        yield chapters.work(one, two, size)
        yield chapters.work_of_orders(one, two, size)
        yield from chapters.buying(one, two, size)
        yield chapters.requests(two)
        if size is FULL:
            yield chapters.scaling(two, size)
            with sites.services(CACHING="off") as bare:
                yield chapters.caching(two, bare, size)


def _parser():
    parser = argparse.ArgumentParser("tests.bench", description=__doc__)
    parser.add_argument("--quick", action="store_true", help="a minute instead of five")
    parser.add_argument("--markdown", type=Path, metavar="FILE", help="write the tables there too")
    return parser


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
