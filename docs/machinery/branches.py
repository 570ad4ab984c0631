"""`python -m machinery.branches`: a branch for each stage, each the child of the one before.

On each branch the stage's features are at app/, so `git log` and `git diff` follow a file from
stage to stage. Git's plumbing commands build them from main: work tree, index and other branches
stay untouched, and the same main always gives the same commits.
"""

import sys
from typing import NamedTuple

from local import command
from local.refusal import Refusal

from .git import Files, Moves, Repository
from .makefile import of_one_stage

WHO = ("make branches", "branches@localhost")
LINK, PLAIN = "120000", "100644"  # git's modes of a symbolic link and of a file


class Stage(NamedTuple):
    number: str
    folder: str  # of the stage, on main
    room: str  # shown at app/ on the branch: a folder inside `folder`, or "" for all of it
    title: str

    @property
    def branch(self) -> str:
        return f"stage/{self.number}"

    @property
    def features(self) -> str:
        return f"{self.folder}/{self.room}".rstrip("/")


STAGES = (
    Stage("1", "stage1-monolith", "shop", "Stage 1: one process, one database"),
    Stage("2", "stage2-services", "", "Stage 2: seven services behind a gateway"),
    Stage("3", "stage3-serverless", "chalicelib", "Stage 3: functions and managed services"),
)

# What each branch takes from main besides its own folder and its driver.
WHOLE, BOTH = ("shared/", "tests/contract/"), "shared/move/"  # which stands on two stages
SINGLE: tuple[str, ...] = ("LICENSE", ".gitignore", "pyproject.toml", "tests/__init__.py")
SINGLE += ("tests/drivers/__init__.py", "tests/drivers/__main__.py", "tests/drivers/stage.py")
SINGLE += ("tests/restarts/__init__.py", "tests/restarts/buying.py")

README = """\
# {title}

The features of the shop are in [`app/`](app). {around} `make branches` made this
branch from main, and makes it anew when main has changed: begin a branch of your own before you
change something here.

```console
$ make stage{number}
$ make contract
$ git log -p app/orders/usecases.py
```
"""
AROUND = "What starts them is in [`{folder}/`]({folder})."
ALL = "So is what starts them."


def main() -> None:
    repository = Repository()
    repository.check()
    for name, happened in make(repository).items():
        print(f"{name}  {happened}")
    print("Look: git log -p stage/3 -- app/orders/usecases.py")


def make(git: Repository) -> dict[str, str]:
    """{branch: what happened to it}"""
    source = next(filter(None, map(git.commit_of, ("refs/heads/main", "origin/main", "HEAD"))))
    before = {stage.branch: git.commit_of(f"refs/heads/{stage.branch}") for stage in STAGES}
    made = commits(git, source)
    changed = {name: (made[name], old) for name, old in before.items() if made[name] != old}
    _check_room(git)
    _check(git, {name: old for name, (_, old) in changed.items() if old})
    git.move(changed)
    return {name: _told(name, before[name], changed) for name in made}


def commits(git: Repository, source: str) -> dict[str, str]:
    """{branch: its commit}, built from the commit `source`."""
    files, made, parent = git.files(source), dict[str, str](), None
    for stage in STAGES:
        tree = git.tree(kept(stage, files) | written(git, stage, source))
        message = f"{stage.title}\n\nMade of main by `make branches`.\n"
        date = git.date(source, stage.folder, "Makefile", *WHOLE, *SINGLE)
        parent = made[stage.branch] = git.commit(tree, parent, message, WHO, date)
    return made


def kept(stage: Stage, files: Files) -> Files:
    """{path on the branch: (mode, blob)} of main's files."""
    driver, folder = f"tests/drivers/stage{stage.number}.py", f"{stage.folder}/"
    files = {p: f for p, f in files.items() if not p.startswith(BOTH)}
    beside = {p: f for p, f in files.items() if p.startswith(WHOLE) or p in (*SINGLE, driver)}
    return beside | {_placed(stage, p): f for p, f in files.items() if p.startswith(folder)}


def _placed(stage: Stage, path: str) -> str:
    room = f"{stage.features}/"
    return f"app/{path.removeprefix(room)}" if path.startswith(room) else path


def written(git: Repository, stage: Stage, source: str) -> Files:
    """As kept(): the files that main lacks or has in another form."""
    makefile = of_one_stage(git.text(source, "Makefile"), stage.number)
    around = AROUND.format(folder=stage.folder) if stage.room else ALL
    readme = README.format(title=stage.title, around=around, number=stage.number)
    leads_to = "../app" if stage.room else "app"
    return {
        "Makefile": (PLAIN, git.blob(makefile)),
        "README.md": (PLAIN, git.blob(readme)),
        stage.features: (LINK, git.blob(leads_to)),  # the path that main's code imports
    }


def _check_room(git: Repository) -> None:
    for stage in STAGES:
        for mine in git.in_the_way(stage.branch):
            raise Refusal(
                f"Your branch {mine} is where the branch {stage.branch} belongs; nothing was "
                f"changed. Give it another name: git branch -m {mine} my-{mine.replace('/', '-')}"
            )


def _check(git: Repository, moved: dict[str, str]) -> None:
    """Raise Refusal if a branch can't be moved. moved: {branch: its current commit}."""
    for name, old in moved.items():
        if git.git("show", "-s", "--format=%cn <%ce>", old) != "{} <{}>".format(*WHO):
            raise Refusal(
                f"The branch {name} has work of yours on it; nothing was changed. "
                f"Give it another name: git branch -m {name} my-{name}"
            )
    for name in git.checked_out() & set(moved):
        raise Refusal(
            f"The branch {name} is checked out; nothing was changed. Leave it: git switch main"
        )


def _told(name: str, before: str | None, changed: Moves) -> str:
    return ("made anew" if before else "made") if name in changed else "is as it was"


if __name__ == "__main__":
    sys.exit(command.run(main))
