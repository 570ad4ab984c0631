"""`python -m local.aws FOLDER PORT`: a whole AWS in one process, as far as a shop needs one.

It is ministack (https://ministack.org) behind the guard of aws_guard.py, on 127.0.0.1 only. It
saves its state in FOLDER when it is stopped properly; if it is killed, everything since its start
is lost. This machine's own AWS keys and settings never reach it or a function that it runs.

Environment: LOCAL_AWS_KEY and LOCAL_AWS_SECRET, root's key there and nowhere else.
"""

import os
import shutil
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import NoReturn

from . import aws_keep, aws_state

REGION = "eu-central-1"
MACHINE_OR_ROOT = ("AWS_", "LOCAL_AWS_")  # names that a function must not inherit
# The only variables of this machine that a function gets. The stack sets all others.
INHERITED = (
    "PATH",
    "HOME",
    "LANG",
    "LC_ALL",
    "TZ",
    "LD_LIBRARY_PATH",
    "PYTHONUTF8",
    "CHEAP_PASSWORDS",
)


ROOT_KEY = ("LOCAL_AWS_KEY", "LOCAL_AWS_SECRET")


# --8<-- [start:stranger]
def stranger(given: Mapping[str, str]) -> dict[str, str]:
    """The environment without this machine's AWS keys, but with the local AWS's root key."""
    clean = {name: value for name, value in given.items() if not name.startswith(MACHINE_OR_ROOT)}
    return clean | {
        "AWS_ACCESS_KEY_ID": given.get("LOCAL_AWS_KEY", "unknown"),
        "AWS_SECRET_ACCESS_KEY": given.get("LOCAL_AWS_SECRET", "unknown"),
        "AWS_CONFIG_FILE": os.devnull,
        "AWS_SHARED_CREDENTIALS_FILE": os.devnull,
        "AWS_EC2_METADATA_DISABLED": "true",
    }


# --8<-- [end:stranger]
def environment(given: Mapping[str, str], folder: Path, port: int) -> dict[str, str]:
    """The environment of ministack. given: the caller's. Functions get this one and their own."""
    inherited = {name: given[name] for name in (*INHERITED, *ROOT_KEY) if name in given}
    return stranger(inherited) | {
        "PYTHONPATH": given["PYTHONPATH"],
        "GATEWAY_PORT": str(port),
        "BIND_HOST": "127.0.0.1",
        "MINISTACK_REGION": REGION,
        "PERSIST_STATE": "1",
        "STATE_DIR": str(folder / "state"),
        "S3_PERSIST": "1",
        "S3_DATA_DIR": str(folder / "objects"),
        "TMPDIR": str(folder / "tmp"),  # it leaves its functions' folders there
        "AUTH": "true",  # each function may do what its policy allows, and no more
        "IOT_MTLS_ENABLED": "0",  # else it opens a port that the shop does not use
        "LOG_LEVEL": "WARNING",
    }


def _of_one_time(folder: Path) -> None:
    """After a kill, roll objects back to the last stop. ministack writes them at once, and all else
    when it stops: they would be ahead of the rest, with buckets that can't be created again."""
    started, stopped = folder / "started", folder / "state" / "s3.json"
    objects, kept = folder / "objects", folder / "objects-kept"
    if _written_at(stopped) > _written_at(started):
        _replace(kept, by=objects)
    else:
        _replace(objects, by=kept)
    started.touch()


def _written_at(file: Path) -> int:
    return file.stat().st_mtime_ns if file.exists() else 0


def _replace(folder: Path, by: Path) -> None:
    shutil.rmtree(folder)
    shutil.copytree(by, folder)


def main(words: Sequence[str]) -> NoReturn:
    folder, port = Path(words[0]), int(words[1])
    shutil.rmtree(folder / "tmp", ignore_errors=True)
    aws_keep.begin(folder)
    for name in ("state", "objects", "objects-kept", "tmp"):
        (folder / name).mkdir(parents=True, exist_ok=True)
    _of_one_time(folder)
    aws_state.move_queues(folder / "state", port)
    command = [sys.executable, "-m", "local.aws_process"]
    os.execve(sys.executable, command, environment(os.environ, folder, port))


if __name__ == "__main__":
    main(sys.argv[1:])
