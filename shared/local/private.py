"""Hides a stage's files from other users of this machine."""

import os
import stat
from contextlib import suppress
from pathlib import Path

OTHERS = 0o077  # the permission bits of other users


def keep_from_others() -> None:
    """Set the umask: this process and its children create files that other users can't open."""
    os.umask(OTHERS)


def tighten(folder: Path) -> None:
    """Remove the permissions that an earlier umask or a copy gave to others. Raises
    PermissionError if the folder belongs to another user."""
    _take_from_others(folder)
    for above, folders, files in os.walk(folder):
        for name in (*folders, *files):
            with suppress(OSError):  # PostgreSQL's files, if root runs it as another user
                _take_from_others(Path(above, name))


def _take_from_others(path: Path) -> None:
    mode = stat.S_IMODE(path.lstat().st_mode)
    if mode & OTHERS and not path.is_symlink():
        path.chmod(mode & ~OTHERS)
