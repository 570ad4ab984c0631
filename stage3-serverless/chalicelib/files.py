"""Files on the disk of whoever deploys the shop: written whole or not at all."""

import os

FOR_ALL, FOR_THE_OWNER = 0o644, 0o600


def write(path, content, mode=FOR_ALL):
    """On the disk, under its name and complete, when this returns."""
    unfinished = path.with_name(path.name + ".new")
    unfinished.unlink(missing_ok=True)
    with open(os.open(unfinished, os.O_WRONLY | os.O_CREAT | os.O_EXCL, mode), "wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())
    unfinished.rename(path)
