"""Files the shop keeps: in its data folder, written whole or not at all."""

import os

from .config import config

FOR_ALL, FOR_THE_OWNER = 0o644, 0o600


def save(name, content):
    path = _path(name)
    path.parent.mkdir(parents=True, exist_ok=True)
    write(path, content)


def read(name):
    """The bytes, or None."""
    try:
        return _path(name).read_bytes()
    except FileNotFoundError:
        return None


def delete(name):
    _path(name).unlink(missing_ok=True)


# --8<-- [start:write]
def write(path, content, mode=FOR_ALL):
    """On the disk, under its name and complete, when this returns."""
    unfinished = path.with_name(path.name + ".new")
    unfinished.unlink(missing_ok=True)
    with open(os.open(unfinished, os.O_WRONLY | os.O_CREAT | os.O_EXCL, mode), "wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())
    unfinished.rename(path)


# --8<-- [end:write]


def _path(name):
    return config().data / "files" / name
