"""A fresh clone to try things in, with its .venv in place."""

import os
import shutil
import subprocess

from tests.layout.house import ROOT, committed

# The files of a work tree made just now are newer than what is installed.
INSTALLED = [
    word
    for file in sorted((ROOT / "shared/requirements").glob("*.in"))
    for word in ("-o", f".venv/for-{file.stem}")
]
WHO = ("-c", "user.name=Ada", "-c", "user.email=ada@example.com")


def clone(where):
    """The work tree as it is, whether it was committed here or not. Returns where."""
    for path in committed():
        target = where / path
        target.parent.mkdir(parents=True, exist_ok=True)
        shutil.copy2(ROOT / path, target, follow_symlinks=False)  # as old: .venv is up to date
    (where / ".venv").symlink_to(ROOT / ".venv")
    git(where, "init", "-q", "-b", "main")
    (where / ".git/info/exclude").write_text("/.venv\n")
    commit(where, "Everything", "add", "-A")
    return where


def git(where, *words, **environ):
    clean = {k: v for k, v in os.environ.items() if not k.startswith("GIT_")}
    words = ["git", "-C", where, *WHO, *words]
    run = subprocess.run(words, env=clean | environ, capture_output=True, text=True, check=True)
    return run.stdout.strip()


def commit(where, message, *first, at="10:00"):
    """first: what to do before, such as "add", "-A"."""
    if first:
        git(where, *first)
    date = f"2026-11-24T{at}:00+00:00"
    environ = {"GIT_AUTHOR_DATE": date, "GIT_COMMITTER_DATE": date}
    git(where, "commit", "-q", "--allow-empty", "-m", message, **environ)


def make(where, *words, **environ):
    """`make` as it is typed there."""
    words = ["make", "--no-print-directory", *words]
    how = {"capture_output": True, "text": True, "stdin": subprocess.DEVNULL}
    return subprocess.run(words, cwd=where, env=clean() | environ, **how)


def clean():
    """The environment without what the tests that run have set, and without the control room."""
    mine = ("MAKE", "PYTEST", "PYTHONPATH", "GIT_", "STAGE", "PORT", "DATA", "DB")
    kept = {k: v for k, v in os.environ.items() if not k.startswith(mine)}
    return kept | {"XRAY": "off"}
