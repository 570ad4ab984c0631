"""`python -m replication.standby FOLDER PORT PRIMARY_PORT`: a PostgreSQL that follows the primary.

Copies the primary's files into FOLDER unless it has files that can still follow, and becomes the
server's process. LAG_MS makes it replay each commit that much later, as if it were far away or
overloaded. The password is only in the environment, where libpq finds it.
"""

import os
import shutil
import struct
import subprocess
import sys
import time
from pathlib import Path

import psycopg

from local.postgres_files import FOR_SEVERAL, command, environment, program

from . import NAME, PASSWORD

PATIENCE = 2  # seconds to connect
PAUSE = 0.2
FOLLOWS = ("reserved", "extended", "unreserved")  # what a slot says while it has the log needed


def main(folder: Path, port: int, primary: int) -> None:
    at = f"host=127.0.0.1 port={primary} user={NAME}"
    env = environment() | {"PGPASSWORD": os.environ[PASSWORD]}
    if not _can_follow(folder, at):
        _clone(folder, at, env)
    words = command(folder, port, {**FOR_SEVERAL, **_following(at)})
    os.execvpe(words[0], words, env)


# --8<-- [start:following]
def _following(primary: str) -> dict[str, str | int]:
    return {
        "cluster_name": NAME,
        "primary_conninfo": primary,
        "primary_slot_name": NAME,
        "wal_retrieve_retry_interval": "500ms",
        "hot_standby_feedback": "on",  # the primary keeps rows that a query here still reads
        **(
            {"recovery_min_apply_delay": f"{int(lag)}ms"}
            if (lag := os.environ.get("LAG_MS"))
            else {}
        ),
    }


# --8<-- [end:following]
def _can_follow(folder: Path, primary: str) -> bool:
    """True if it has a standby's files, the primary is the one they were copied from, and that has
    kept the log since. While the primary is down, they are taken as they are."""
    if not (folder / "standby.signal").exists():  # none yet, or it was promoted
        return False
    query = "SELECT system_identifier, wal_status FROM pg_control_system() LEFT JOIN "
    query += "pg_replication_slots ON slot_name = %s"
    try:
        with _connected(primary) as connection:
            found = connection.execute(query, [NAME]).fetchone()
    except psycopg.OperationalError:
        return True
    return found is not None and found[0] == _identity(folder) and found[1] in FOLLOWS


def _identity(folder: Path) -> int:
    """Made with the primary's files, and copied with them."""
    content = (folder / "global/pg_control").read_bytes()
    return int(struct.unpack_from("=q", content)[0])


# --8<-- [start:clone]
def _clone(folder: Path, primary: str, env: dict[str, str]) -> None:
    """Copy the primary's files while it works. A kill leaves no half copy."""
    fresh = folder.with_name(f"{folder.name}.making")
    _reserve(primary)
    shutil.rmtree(fresh, ignore_errors=True)
    shutil.rmtree(folder, ignore_errors=True)
    words = [program("pg_basebackup"), "--pgdata", str(fresh), "--dbname", primary]
    words += ["--wal-method", "stream", "--slot", NAME, "--checkpoint", "fast"]
    subprocess.run(words, env=env, check=True)
    (fresh / "standby.signal").touch()
    fresh.rename(folder)


def _reserve(primary: str) -> None:
    """Make the slot anew: the primary keeps the log from now on."""
    while True:
        try:
            with _connected(primary) as connection:
                known = "FROM pg_replication_slots WHERE slot_name = %s"
                connection.execute(f"SELECT pg_terminate_backend(active_pid) {known}", [NAME])
                connection.execute(f"SELECT pg_drop_replication_slot(slot_name) {known}", [NAME])
                connection.execute("SELECT pg_create_physical_replication_slot(%s, true)", [NAME])
                return
        except psycopg.OperationalError:  # the primary is down, or still ends the last connection
            time.sleep(PAUSE)


# --8<-- [end:clone]
def _connected(primary: str) -> "psycopg.Connection[tuple[object, ...]]":
    how = f"{primary} dbname=postgres connect_timeout={PATIENCE}"
    return psycopg.connect(how, password=os.environ[PASSWORD], autocommit=True)


if __name__ == "__main__":
    main(Path(sys.argv[1]), int(sys.argv[2]), int(sys.argv[3]))
