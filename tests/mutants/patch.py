"""A small change of the source, stored as data and applied to a copy."""

import shutil
from collections.abc import Iterable
from pathlib import Path
from typing import NamedTuple

ROOT = Path(__file__).resolve().parents[2]
LEFT_OUT = shutil.ignore_patterns("__pycache__", ".ruff_cache", ".data")


class Patch(NamedTuple):
    file: str  # path below the root of the repository
    old: str
    new: str


class Drifted(Exception):
    """The source has changed, and the patch no longer applies."""


def wrong_copy(
    patches: Iterable[Patch], folders: Iterable[str], where: Path, root: Path = ROOT
) -> None:
    """Copy the folders of the repository to `where` and apply the patches there.

    root: the repository, or a copy of it.
    """
    for folder in folders:
        shutil.copytree(root / folder, where / folder, ignore=LEFT_OUT, dirs_exist_ok=True)
    for file, source in patched(patches, where).items():
        (where / file).write_text(source)


def patched(patches: Iterable[Patch], root: Path = ROOT) -> dict[str, str]:
    """{file: its text with the patches applied}"""
    sources: dict[str, str] = {}
    for patch in patches:
        source = sources.get(patch.file) or (root / patch.file).read_text()
        found = source.count(patch.old)
        if found != 1:
            raise Drifted(f"{patch.file} has {found} times what should be there once: {patch.old}")
        sources[patch.file] = source.replace(patch.old, patch.new)
    return sources
