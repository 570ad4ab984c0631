"""`python -m tests.move contract --moved 1 [pytest options]`: the contract suite at the gateway of
`make move`, with so many of its units on the new side.
"""

import sys
import tempfile
from pathlib import Path

from local import command
from local.refusal import Refusal
from move import units
from tests.drivers.__main__ import suite

from .opened import opened


def main(words):
    if words[:2] != ["contract", "--moved"] or len(words) < 3:
        raise Refusal("Say how many units have moved: python -m tests.move contract --moved 1")
    moved = command.number("--moved", words[2], 0, len(units.UNITS))
    with command.takes("2 to 7 minutes for the whole suite"):
        with tempfile.TemporaryDirectory() as folder:
            with opened(Path(folder) / "data", moved) as found:
                return suite(found.suite(), words[3:]).returncode


if __name__ == "__main__":
    sys.exit(command.run(main, sys.argv[1:]))
