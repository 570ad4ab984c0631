"""`python -m tests.course.branch 2`: a stage held to the contract on its branch of a clone.

What follows the number are pytest's own options.
"""

import subprocess
import sys
import tempfile
from pathlib import Path

from machinery import branches
from tests.layout.house import ROOT

from .scratch import INSTALLED, clean, clone, git, make


def main(number, *options):
    with tempfile.TemporaryDirectory() as folder:
        where = clone(Path(folder) / "shop")
        print(make(where, "branches").stdout, flush=True)
        there = worktree(where, Path(folder) / "there", number)
        return contract(there, "-q", "-n", "2", *options).returncode


def worktree(where, there, number):
    """Where the branch of a stage is to be seen, with what was installed here."""
    name = next(stage.branch for stage in branches.STAGES if stage.number == number)
    git(where, "worktree", "add", "-q", there, name)
    (there / ".venv").symlink_to(ROOT / ".venv")
    return there


def contract(there, *options, **how):
    words = f"ARGS={' '.join([*options, '-p', 'no:cacheprovider'])}"
    command = ["make", "--no-print-directory", *INSTALLED, "contract", words]
    return subprocess.run(command, cwd=there, env=clean(), **how)


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
