"""Keeps what a stage writes from the other users of this machine."""

import os
import stat
from contextlib import suppress
from pathlib import Path

OTHERS = 0o077  # what other users of this machine may do


def keep_from_others() -> None:
    """From here on, this process and all it starts make files that no other user can open."""
    os.umask(OTHERS)


def tighten(folder: Path) -> None:
    """Take from others what an earlier umask or a copy has given them. PermissionError if the
    folder itself is another user's."""
    _take_from_others(folder)
    for above, folders, files in os.walk(folder):
        for name in (*folders, *files):
            with suppress(OSError):  # PostgreSQL's, where root runs it as somebody else
                _take_from_others(Path(above, name))


def _take_from_others(path: Path) -> None:
    mode = stat.S_IMODE(path.lstat().st_mode)
    if mode & OTHERS and not path.is_symlink():
        path.chmod(mode & ~OTHERS)
