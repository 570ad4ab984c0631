"""Checks of an open shop that moves, through the gateway of `make move`.

contract --moved 1      the contract suite, with this many units on the new side
contract --api 2        … in version 2 of the API
contract --every 20     … while all units move there and back, with this many seconds in between
differential            random sequences of requests, sent to it and to stage 1: the answers must be
                        the same; --sequences 100 --seed 1, and --every 20 as above
`contract` passes all other arguments to pytest.
"""

import sys
import tempfile
from contextlib import ExitStack, contextmanager, nullcontext
from functools import partial
from pathlib import Path

from local import command
from local.refusal import Refusal
from move import units
from tests.differential import shops
from tests.differential.__main__ import keep, play
from tests.differential.compare import Difference
from tests.drivers.__main__ import VERSIONS, in_version, suite

from .opened import opened
from .to_and_fro import to_and_fro

EVERY = 20  # seconds


def main(words):
    asked, rest = _parser().parse_known_args(words)
    if rest and asked.what != "contract":
        raise Refusal(f"python -m tests.move {asked.what} knows no {rest[0]}")
    return {"contract": contract, "differential": differential}[asked.what](asked, rest)


def contract(asked, options):
    with command.takes("2 to 7 minutes for the whole suite"), _moving(asked) as found:
        return suite(in_version(found.suite(), asked.api), options).returncode


def differential(asked, _=()):
    with command.takes("about 4 minutes for 100 sequences"), ExitStack() as stack:
        stage_1 = stack.enter_context(shops.of_stage("1-postgres"))
        found = stack.enter_context(_moving(asked))
        provider = found.stage.identity["IDENTITY_URL"]
        moving = shops.at(found.stage.url, *found.stage.staff, provider)
        try:
            played = play({"1": stage_1, "moving": moving}, asked.sequences, asked.seed)
        except Difference as difference:
            return keep(difference)
    print(f"{played} sequences sent to stage 1 and to a shop that moves: no difference")
    return 0


@contextmanager
def _moving(asked):
    """An open shop with this many units moved, or one whose units move all the time."""
    with tempfile.TemporaryDirectory() as folder:
        with opened(Path(folder) / "data", asked.moved or 0) as found:
            with to_and_fro(found, asked.every) if asked.every else nullcontext():
                yield found


def _parser():
    parser = command.Parser("tests.move", description=__doc__)
    parser.add_argument("what", choices=["contract", "differential"])
    most = len(units.UNITS)
    parser.add_argument("--moved", type=partial(command.number, "--moved", least=0, most=most))
    parser.add_argument("--api", choices=VERSIONS, default="1")
    parser.add_argument("--every", type=partial(command.number, "--every"))
    for name, usual in (("--sequences", "100"), ("--seed", "1")):
        parser.add_argument(name, type=partial(command.number, name), default=usual)
    return parser


if __name__ == "__main__":
    sys.exit(command.run(main, sys.argv[1:]))
