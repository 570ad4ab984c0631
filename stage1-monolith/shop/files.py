"""The shop's files: in its data folder, written completely or not at all."""

import os
import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from shop_rules.errors import Unavailable

from . import telemetry
from .config import config

FOR_ALL, FOR_THE_OWNER = 0o644, 0o600


def save(name: str, content: bytes) -> None:
    path = _path(name)
    with _or_unavailable():
        _make(path.parent)
        write(path, content)


def read(name: str) -> bytes | None:
    """The bytes, or None."""
    with _or_unavailable():
        try:
            return _path(name).read_bytes()
        except FileNotFoundError:
            return None


def delete(name: str) -> None:
    with _or_unavailable():
        _path(name).unlink(missing_ok=True)


# --8<-- [start:write]
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


@contextmanager
def _or_unavailable() -> Iterator[None]:
    """Turn a full, read-only, or broken disk into Unavailable: the client may try again later."""
    try:
        yield
    except OSError as error:
        telemetry.write("files unavailable", level=40, error=str(error))
        raise Unavailable("The image store is unavailable.") from error


def _sync(folder: Path) -> None:
    """Make the names in a folder durable too."""
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


# --8<-- [end:write]


def _make(folder: Path) -> None:
    if not folder.is_dir():
        _make(folder.parent)
        folder.mkdir(exist_ok=True)
        _sync(folder.parent)


def _path(name: str) -> Path:
    return config().data / "files" / name
