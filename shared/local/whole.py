"""Writes a file atomically."""

import os
from pathlib import Path


def write(path: Path, text: str, durable: bool = False) -> None:
    """Write a file that only this user can read. durable: survives a power cut (two disk syncs).

    Raises OSError on a full disk; the old content then stays.
    """
    fresh = path.with_name(f"{path.name}.new")
    with open(
        os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w", encoding="utf-8"
    ) as file:
        file.write(text)
        file.flush()
        if durable:
            os.fsync(file.fileno())
    os.replace(fresh, path)
    if durable:
        _sync(path.parent)


def _sync(folder: Path) -> None:
    """Flush a folder's entries to disk: syncing a file does not save its name (fsync(2))."""
    opened = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(opened)
    finally:
        os.close(opened)
