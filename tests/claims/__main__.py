"""Checks a claim of the course on this machine: `make claim CLAIM=simplicity`.

Without CLAIM it lists all claims.

SAVE=yes also stores the output, with the machine and the date, in docs/measured.
--check runs all claims (or those named) and compares each output with the stored one, except for
the figures: `make verify WHAT=claims`.
"""

import importlib
import os
import re
import sys
from pathlib import Path

from local import command
from local.refusal import Refusal
from tests.bench import machine

HERE = Path(__file__).parent
MEASURED = HERE.parents[1] / "docs/measured"


def main(words):
    if words[:1] == ["--check"]:
        return check(words[1:] or names())
    name = os.environ.get("CLAIM", "")
    if not name:
        return print("Type: make claim CLAIM=…", *map(described, names()), sep="\n  ")
    if name not in names():
        raise Refusal(f"CLAIM={name} is unknown. `make claim` lists those there are.")
    with command.takes(getattr(claim(name), "TAKES", "10 seconds to 4 minutes")):
        about = where(name) if os.environ.get("SAVE") else None
        said = show(name)
    if about:
        kept(name).write_text("\n".join([*said, "", about, ""]))


def where(name):
    """The last line of the box. Only what is timed has to wait for a quiet machine."""
    return machine.here() if getattr(claim(name), "COUNTS", False) else machine.quiet()


def names():
    """The names of all claims: the modules here with a function `shown`."""
    files = (path for path in sorted(HERE.glob("*.py")) if "def shown(" in path.read_text())
    return [path.stem.replace("_", "-") for path in files if not path.stem.startswith("_")]


def claim(name):
    return importlib.import_module(f"{__package__}.{name.replace('-', '_')}")


def described(name):
    return f"{name:24}{claim(name).__doc__.splitlines()[0]}"


def show(name):
    """The claim's lines, printed as they arrive."""
    said = []
    for line in claim(name).shown():
        print(line, flush=True)
        said.append(line)
    return said


def kept(name):
    return MEASURED / f"{name}.txt"


def check(asked):
    wrong = []
    for name in asked:
        print(f"--- {name}", flush=True)
        try:
            said = show(name)
        except SystemExit as refused:
            wrong.append(f"{name}: {refused}")
            continue
        if masked("\n".join(said)) != masked(without_machine(kept(name).read_text())):
            wrong.append(f"{name}: not the words of docs/measured/{name}.txt")
    return "\n".join(wrong) or 0


def without_machine(text):
    return text.rstrip().rpartition("\n\n")[0]


def masked(text):
    """The text with its figures, and the spaces before them, replaced, since they differ."""
    return re.sub(r" +", " ", re.sub(r"\d[\d.,]*", "#", text)).strip()


if __name__ == "__main__":
    sys.exit(command.run(main, sys.argv[1:]))
