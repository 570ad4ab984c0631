"""Files the shop keeps: in its data folder, written whole or not at all."""

import os

from .config import config


def save(name, content):
    """On the disk when this returns."""
    path = _path(name)
    path.parent.mkdir(parents=True, exist_ok=True)
    unfinished = path.with_name(path.name + ".new")
    with open(unfinished, "wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())
    unfinished.rename(path)


def read(name):
    """The bytes, or None."""
    try:
        return _path(name).read_bytes()
    except FileNotFoundError:
        return None


def delete(name):
    _path(name).unlink(missing_ok=True)


def _path(name):
    return config().data / "files" / name
