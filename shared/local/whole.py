"""Writes a file whole or not at all."""

import os
from pathlib import Path


def write(path: Path, text: str, durable: bool = False) -> None:
    """For this user alone. durable: it is there after a power cut too, which takes two disk syncs.

    OSError if there is no room; what stood there before still does.
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
    """The names in a folder are its content (fsync(2))."""
    opened = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(opened)
    finally:
        os.close(opened)
