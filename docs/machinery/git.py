"""The git plumbing commands that build branches, without a work tree."""

import os
import subprocess
import tempfile
from pathlib import Path

from local.refusal import Refusal

from .tree import ROOT

Files = dict[str, tuple[str, str]]  # {path: (mode, blob)}
Moves = dict[str, tuple[str, str | None]]  # {branch: (new commit, the old one)}


class Repository:
    def __init__(self, root: Path = ROOT) -> None:
        self.root = root

    def check(self) -> None:
        """Raise Refusal if git is missing or this folder is not the root of a repository."""
        try:
            top = self.git("rev-parse", "--show-toplevel")
        except FileNotFoundError:
            raise Refusal("git is missing. On Debian and Ubuntu: sudo apt install git") from None
        except subprocess.CalledProcessError as error:
            said = error.stderr.decode(errors="replace").partition("\n")[0]
            raise Refusal(f"{self.root} is no clone of the shop. {HOW} (git: {said})") from None
        if not Path(top).samefile(self.root) or not self.commit_of("HEAD"):
            raise Refusal(f"{self.root} is no clone of the shop, or has no commit yet. {HOW}")

    def git(self, *words: str, given: str = "", **environ: str) -> str:
        """Git's standard output. given: its standard input."""
        plain = {k: v for k, v in os.environ.items() if not k.startswith("GIT_")}
        run = subprocess.run(
            ["git", "-C", self.root, *words],
            input=given.encode(),
            env=plain | environ,
            capture_output=True,
            check=True,
        )
        return run.stdout.decode().strip()

    def commit_of(self, name: str) -> str | None:
        """The commit of a revision; None if there is no such revision."""
        try:
            return self.git("rev-parse", "--verify", "--quiet", f"{name}^{{commit}}")
        except subprocess.CalledProcessError:
            return None

    def date(self, commit: str, *paths: str) -> str:
        """The date of the last commit that changed any of the paths."""
        return self.git("log", "-1", "--format=%cI", commit, "--", *paths)

    def files(self, commit: str) -> Files:
        lines = self.git("ls-tree", "-r", "-z", commit).split("\0")
        entries = [line.split("\t", 1) for line in lines if line]
        return {path: (about.split()[0], about.split()[2]) for about, path in entries}

    def text(self, commit: str, path: str) -> str:
        return self.git("show", f"{commit}:{path}") + "\n"

    def blob(self, text: str) -> str:
        return self.git("hash-object", "-w", "--stdin", given=text)

    def tree(self, files: Files) -> str:
        """A tree object of these files, built in a temporary index."""
        lines = "".join(f"{mode} {blob}\t{path}\0" for path, (mode, blob) in files.items())
        with tempfile.TemporaryDirectory() as folder:
            index = {"GIT_INDEX_FILE": str(Path(folder) / "index")}
            self.git("update-index", "-z", "--index-info", given=lines, **index)
            return self.git("write-tree", **index)

    def commit(
        self, tree: str, parent: str | None, message: str, who: tuple[str, str], date: str
    ) -> str:
        """A new commit object. who: (name, e-mail) of both author and committer."""
        names = [f"GIT_{role}_{part}" for role in ("AUTHOR", "COMMITTER") for part in PARTS]
        environ = dict(zip(names, (*who, date) * 2, strict=True))
        parents = ["-p", parent] if parent else []
        return self.git("commit-tree", "--no-gpg-sign", tree, *parents, given=message, **environ)

    def in_the_way(self, name: str) -> list[str]:
        """The branches whose names conflict with this one: `stage` and `stage/1/mine`, if this is
        `stage/1`."""
        above = name.rpartition("/")[0]
        if self.commit_of(f"refs/heads/{above}"):
            return [above]
        return self.git("for-each-ref", "--format=%(refname:short)", f"refs/heads/{name}/").split()

    def checked_out(self) -> set[str]:
        """The branches that are checked out in a work tree."""
        lines = self.git("worktree", "list", "--porcelain").splitlines()
        heads = [line.partition(" ")[2] for line in lines if line.startswith("branch ")]
        return {head.removeprefix("refs/heads/") for head in heads}

    def move(self, branches: Moves) -> None:
        """Move all branches, or none."""
        if not branches:
            return
        moves = [f"update refs/heads/{n} {new} {old or NONE}" for n, (new, old) in branches.items()]
        self.git("update-ref", "--stdin", given="\n".join(moves) + "\n")


HOW = "Clone it with git, or type here: git init && git add -A && git commit -m shop"
PARTS = ("NAME", "EMAIL", "DATE")
NONE = "0" * 40
