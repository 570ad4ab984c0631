"""`python -m machinery.exercise 4.1`: sets up an exercise in a copy of the repository.

The reader's text is docs/exercises/4.1.md. docs/exercises/4.1/exercise.toml has
title     its name
stages    the stages to grade, such as ["1"]; [] if its tests need no running shop
mutant    the mutant of tests/mutants that the copy starts with (of the first of the stages)
begin     … or the patch beside it that the copy starts with; without either, it is unchanged
tests     the tests that grade it: files or tests of tests/contract, or files beside it
hints     three texts, each nearer to the solution: hint.py
solution.patch, applied to the start, passes those tests.
"""

import shutil
import sys
import tomllib
from pathlib import Path
from typing import Any, NotRequired, TypedDict

from local import command
from local.refusal import Refusal
from tests.mutants.patch import patched
from tests.mutants.trial import stage_of

from .copies import fill, git, keep
from .git import Repository
from .tree import ROOT

ALL = ROOT / "docs/exercises"
COPIES = ROOT / ".data/exercises"


class Exercise(TypedDict):
    title: str
    stages: list[str]
    mutant: NotRequired[str]
    begin: NotRequired[str]
    tests: list[str]
    hints: list[str]


def main(number: str) -> None:
    exercise = read(number)
    Repository().check()
    where = set_up(number, exercise)
    shown = where.relative_to(ROOT)
    print(f"Exercise {number}: {exercise['title']}")
    print(f"Your copy is in {shown}. Run `git diff` there to see your changes.")
    print(f"The task: docs/exercises/{number}.md. When you're done: make grade N={number}")


def read(number: str) -> Exercise:
    there = sorted(file.parent.name for file in ALL.glob("*/exercise.toml"))
    if number not in there:
        what = f"N={number} is no exercise" if number else "Which exercise? N=4.1"
        raise Refusal(f"{what}. There are: {', '.join(there)}")
    found: Any = tomllib.loads((ALL / number / "exercise.toml").read_text("utf-8"))
    return found


def copy_of(number: str) -> Path:
    return COPIES / number


def set_up(number: str, exercise: Exercise) -> Path:
    """Set up the exercise, and return the copy's path."""
    where = copy_of(number)
    if where.exists():
        raise Refusal(
            f"{where.relative_to(ROOT)} is there already, with what you did. To begin anew, "
            f"put it aside: mv {where.relative_to(ROOT)} {where.relative_to(ROOT)}-before"
        )
    new = COPIES / f".{number}"  # renamed when it is complete
    shutil.rmtree(new, ignore_errors=True)
    new.mkdir(parents=True)
    fill(new)
    git(new, "init", "-q", "-b", "main")  # else `git apply` below skips every file
    _begin(new, number, exercise)
    keep(new, f"Exercise {number}: {exercise['title']}")
    return new.rename(where)


def _begin(where: Path, number: str, exercise: Exercise) -> None:
    if name := exercise.get("mutant"):
        patches = stage_of(exercise["stages"][0]).PATCHES[name]
        for file, text in patched(patches, where).items():
            (where / file).write_text(text)
    if name := exercise.get("begin"):
        git(where, "apply", ALL / number / name)


if __name__ == "__main__":
    sys.exit(command.run(main, sys.argv[1]))
