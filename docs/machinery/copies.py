"""Copies of this repository, as it is committed: for exercises and for variants."""

import shutil
import subprocess
import tempfile
from pathlib import Path

from local.refusal import Refusal

from .git import Repository
from .tree import ROOT

KEPT = {".data", ".git", ".venv"}  # in a copy that is set up anew: the shop's data stays
WHO = ["-c", "user.name=make", "-c", "user.email=make@localhost"]


def empty(where: Path) -> None:
    """Remove what fill() copies and a change may have added. Makes the folder if need be."""
    where.mkdir(parents=True, exist_ok=True)
    for old in where.iterdir():
        if old.name not in KEPT:
            shutil.rmtree(old) if old.is_dir() else old.unlink()


def fill(where: Path) -> None:
    """Copy the committed files; uncommitted changes are left out."""
    repository = Repository()
    with tempfile.TemporaryDirectory() as folder:
        index = {"GIT_INDEX_FILE": f"{folder}/index"}
        repository.git("read-tree", "HEAD", **index)
        repository.git("checkout-index", "--all", "--force", f"--prefix={where}/", **index)
    for path in repository.files("HEAD"):
        if (ROOT / path).is_file():
            shutil.copystat(ROOT / path, where / path)  # make then reinstalls nothing
    if not (where / ".venv").exists():
        (where / ".venv").symlink_to(ROOT / ".venv")


def keep(where: Path, message: str) -> None:
    """Commit all files of the copy, which is a repository of its own."""
    (where / ".git/info/exclude").write_text("/.venv\n", encoding="utf-8")
    git(where, "add", "-A")
    git(where, *WHO, "commit", "-q", "--no-verify", "--no-gpg-sign", "--allow-empty", "-m", message)


def install(name: str, needs: str) -> None:
    """Install what a variant needs besides the tests. Raises Refusal if this machine can't."""
    words = ["make", "--silent", "-C", str(ROOT), f".venv/for-{needs}", "V="]
    if subprocess.run(words).returncode:
        asked = (ROOT / f"shared/requirements/{needs}.in").read_text("utf-8")
        raise Refusal(f"{name} can't be opened here. It needs {asked.splitlines()[-1]}")


def git(where: Path, *words: str | Path) -> None:
    """Run git in a copy."""
    subprocess.run(["git", "-C", where, *words], check=True)
