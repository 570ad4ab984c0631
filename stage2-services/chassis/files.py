"""The service's own files, written completely or not at all."""

import os
import secrets
from pathlib import Path

FOR_ALL, FOR_THE_OWNER = 0o644, 0o600


def write(path: Path, content: bytes, mode: int = FOR_ALL) -> None:
    """Write a file that, once this returns, survives a power cut complete and under its name."""
    unfinished = path.with_name(f"{path.name}.{secrets.token_hex(8)}.new")
    try:
        with open(os.open(unfinished, os.O_WRONLY | os.O_CREAT | os.O_EXCL, mode), "wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        unfinished.rename(path)
    finally:
        unfinished.unlink(missing_ok=True)
    _sync(path.parent)


def _sync(folder: Path) -> None:
    """Make the names in a folder durable too."""
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
