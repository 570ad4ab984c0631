"""`python -m machinery.exercise 4.1`: a copy of the repository with something in it to do.

docs/exercises/4.1.md is what the reader reads. docs/exercises/4.1/exercise.toml says
title     what it is about
stages    those that are graded, such as ["1"]
mutant    a wrong shop of tests/mutants that the copy begins as (of the first of the stages)
begin     … or a patch beside it that the copy begins with; without either it begins as it is
tests     what grades it: files or tests of tests/contract, or files beside it
and solution.patch, which leads from the beginning to one that passes.
"""

import shutil
import subprocess
import sys
import tempfile
import tomllib
from pathlib import Path
from typing import Any, NotRequired, TypedDict

from local import command
from local.refusal import Refusal
from tests.mutants.patch import patched
from tests.mutants.trial import stage_of

from .git import Repository
from .tree import ROOT

ALL = ROOT / "docs/exercises"
COPIES = ROOT / ".data/exercises"
WHO = ["-c", "user.name=make exercise", "-c", "user.email=exercise@localhost"]


class Exercise(TypedDict):
    title: str
    stages: list[str]
    mutant: NotRequired[str]
    begin: NotRequired[str]
    tests: list[str]


def main(number: str) -> None:
    exercise = read(number)
    Repository().check()
    where = set_up(number, exercise)
    shown = where.relative_to(ROOT)
    print(f"Exercise {number}: {exercise['title']}")
    print(f"Your copy is in {shown}, and `git diff` shows there what you did.")
    print(f"What to do: docs/exercises/{number}.md. When it is done: make grade N={number}")


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
    """Where it is."""
    where = copy_of(number)
    if where.exists():
        raise Refusal(
            f"{where.relative_to(ROOT)} is there already, with what you did. To begin anew, "
            f"put it aside: mv {where.relative_to(ROOT)} {where.relative_to(ROOT)}-before"
        )
    new = COPIES / f".{number}"  # one that was broken off is no exercise yet
    shutil.rmtree(new, ignore_errors=True)
    new.mkdir(parents=True)
    _fill(new)
    git(new, "init", "-q", "-b", "main")  # before: inside another one, git applies nothing
    _begin(new, number, exercise)
    _keep(new, f"Exercise {number}: {exercise['title']}")
    return new.rename(where)


def _fill(where: Path) -> None:
    """With what is committed here: changes of your own stay out of it."""
    repository = Repository()
    with tempfile.TemporaryDirectory() as folder:
        index = {"GIT_INDEX_FILE": f"{folder}/index"}
        repository.git("read-tree", "HEAD", **index)
        repository.git("checkout-index", "--all", f"--prefix={where}/", **index)
    for file in filter(Path.is_file, where.rglob("*")):
        here = ROOT / file.relative_to(where)
        if here.exists():
            shutil.copystat(here, file)  # as old as here: what is installed is new enough
    (where / ".venv").symlink_to(ROOT / ".venv")


def _begin(where: Path, number: str, exercise: Exercise) -> None:
    if name := exercise.get("mutant"):
        patches = stage_of(exercise["stages"][0]).PATCHES[name]
        for file, text in patched(patches, where).items():
            (where / file).write_text(text)
    if name := exercise.get("begin"):
        git(where, "apply", ALL / number / name)


def _keep(where: Path, message: str) -> None:
    (where / ".git/info/exclude").write_text("/.venv\n")
    git(where, "add", "-A")
    git(where, *WHO, "commit", "-q", "--no-verify", "--no-gpg-sign", "-m", message)


def git(where: Path, *words: str | Path) -> None:
    """In a copy, which is a repository of its own."""
    subprocess.run(["git", "-C", where, *words], check=True)


if __name__ == "__main__":
    sys.exit(command.run(main, sys.argv[1]))
