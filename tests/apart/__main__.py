"""Stops each part of stage 2 in turn and prints what still answers: `python -m tests.apart`.

The parts to stop can be named: `python -m tests.apart payments redis`. Ends with 1 if the
table is not the one in table.md.
"""

import sys
from pathlib import Path
from tempfile import TemporaryDirectory

from tests.drivers import stage2

from . import measure, parts, table
from .world import World


def main(names):
    if unknown := set(names) - set(parts.ALL):
        return f"There is no {', '.join(unknown)}. There are: {', '.join(parts.ALL)}."
    wanted = table.read() if table.FILE.exists() else {}
    with TemporaryDirectory() as folder, stage2.running(data=Path(folder) / "data") as stage:
        world = World(stage)
        found = {name: _measured(world, name, wanted) for name in names or parts.ALL}
        print(table.shown(found), flush=True)
        world.check_promises()
    return "\n".join(table.differences(wanted, found))


def _measured(world, name, wanted):
    print(f"without {name}", file=sys.stderr, flush=True)
    return measure.row(world, name, wanted.get(name, {}))


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
