"""`python -m machinery.variants [NAME [TARGET [SETTING=…]]]`: a stage that is built differently.

A variant is a small change of one stage. docs/variants/NAME.md is its page. docs/variants/NAME has
variant.toml   what the class Variant says
change.patch   what it changes in the stage
overlay        new files, at the place they have in the repository
map.toml       where its parts stand on the control room's map (shared/control_room/places.py)
step-1.patch … what a variant with steps takes back, one after the other: STEP=1
It runs in a copy, in .data/variants/NAME, with make's own targets: stage (the default, which opens
the shop), contract, faults, attacks, storefront, diff, each with V=NAME. Without, it lists all.
"""

import os
import shutil
import subprocess
import sys
import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Any, NoReturn, NotRequired, TypedDict

from local import command
from local.refusal import Refusal

from . import copies, failing, figures
from .copies import fill, git, keep
from .git import Repository
from .tree import ROOT

ALL = ROOT / "docs/variants"
COPIES = ROOT / ".data/variants"
TARGETS = ("stage", "contract", "faults", "attacks", "storefront", "diff")
KEPT = {".data", ".git", ".venv"}  # in a copy that is set up anew: the shop's data stays


class Variant(TypedDict):
    stage: str
    sentence: str  # what is different
    figure: str  # what the figure that matters says …
    row: list[str]  # … and where it stands in the claim's box: figures.py
    claim: str  # measures it
    steps: NotRequired[list[str]]  # what each step adds
    removes: NotRequired[list[str]]  # files that nothing needs then
    needs: NotRequired[str]  # shared/requirements/….txt, installed at its first use
    tested_with: NotRequired[dict[str, str]]  # {variable: value}, if you give no other
    fails: NotRequired[list[str]]  # the tests of the suite that it fails without any step
    faults: NotRequired[list[str]]  # plans that only it has: WHAT=


def main(name: str = "", target: str = "", *settings: str) -> int | NoReturn:
    """settings: for make, as NAME=VALUE."""
    if not name:
        print("Type: make variant V=…", *listed(), sep="\n")
        return 0
    variant = read(name)
    target = command.choice("the target", target or "stage", TARGETS)
    Repository().check()
    most = len(variant.get("steps", []))
    step = command.number("STEP", os.environ.get("STEP") or "0", 0, most)
    if target == "diff":
        git(set_up(name, step), "diff", "HEAD~1", "HEAD")
        return 0
    where = ready(name, step)
    print(f"{name}: {variant['sentence']} Its copy is in {where.relative_to(ROOT)}.", flush=True)
    if target != "stage":
        os.environ.update(variant.get("tested_with", {}) | os.environ)
    target += variant["stage"] if target == "stage" else ""
    words = ["make", "-C", str(where), "--no-print-directory", target, "V="]
    words += [f"STAGE={variant['stage']}", *settings]
    if target == "contract" and variant.get("fails") and not step:
        return failing.check(words, where / ".data", variant["fails"])
    os.execvp(words[0], words)


def names() -> list[str]:
    return sorted(file.parent.name for file in ALL.glob("*/variant.toml"))


def listed() -> Iterator[str]:
    for name, about in ((each, read(each)) for each in names()):
        yield f"  {name:17} stage {about['stage']}: {about['sentence']}"
        yield f"  {'':17} {about['figure']}: " + figures.recorded(about["claim"], about["row"])


def read(name: str) -> Variant:
    if name not in names():
        raise Refusal(f"V={name} is no variant. There are: {', '.join(names())}")
    found: Any = tomllib.loads((ALL / name / "variant.toml").read_text("utf-8"))
    return found


def ready(name: str, step: int = 0) -> Path:
    """Set up the variant, and install what it needs, so that it can be opened. Returns its path."""
    if needs := read(name).get("needs"):
        copies.install(name, needs)
    return set_up(name, step)


def set_up(name: str, step: int = 0) -> Path:
    """The path of the variant's copy, set up for the present commit: that, and the change."""
    where = COPIES / (f"{name}-{step}" if step else name)
    wanted = Repository().git("rev-parse", "HEAD")
    made_of = where / ".git/made-of"
    if made_of.exists() and made_of.read_text("utf-8") == wanted:
        return where
    made_of.unlink(missing_ok=True)  # until it is whole again
    where.mkdir(parents=True, exist_ok=True)
    for old in where.iterdir():
        if old.name not in KEPT:
            shutil.rmtree(old) if old.is_dir() else old.unlink()
    if not (where / ".git").exists():
        git(where, "init", "-q", "-b", "main")
    fill(where)
    keep(where, "The repository")
    change(where, name, step)
    keep(where, f"The variant {name}")
    made_of.write_text(wanted, encoding="utf-8")
    return where


def change(where: Path, name: str, step: int = 0) -> None:
    """Make the variant's changes in a copy of the repository, up to that step."""
    here = where / "docs/variants" / name
    git(where, "apply", here / "change.patch")
    if (here / "overlay").exists():
        shutil.copytree(here / "overlay", where, dirs_exist_ok=True)
    for file in read(name).get("removes", []):
        (where / file).unlink()
    if (here / "map.toml").exists():
        stage = f"stage{read(name)['stage']}"
        shutil.copy(here / "map.toml", where / f"shared/control_room/maps/{stage}-{name}.toml")
    for number in range(1, step + 1):
        add_back(where, name, number)


def add_back(where: Path, name: str, number: int) -> None:
    """Take one step of a variant's change back, in a copy with those before it."""
    git(where, "apply", where / "docs/variants" / name / f"step-{number}.patch")


def changed_lines(name: str) -> dict[str, int]:
    """{file: lines added and removed} of the change, without the new files."""
    words = ["git", "apply", "--numstat", str(ALL / name / "change.patch")]
    said = subprocess.run(words, cwd=ROOT, check=True, capture_output=True, text=True).stdout
    rows = (line.split("\t") for line in said.splitlines())
    return {file: int(added) + int(removed) for added, removed, file in rows}


if __name__ == "__main__":
    sys.exit(command.run(main, *sys.argv[1:]))
