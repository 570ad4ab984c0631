"""Writes ministack's state atomically, even on a full disk.

ministack holds everything but objects in memory, and writes one file for each service when it
stops. If it can't write one, it logs that and goes on. An interrupted stop or a full disk would
leave the tables of one moment with the queues of another, or nothing.

The next start reads FOLDER/state. FOLDER/ballast reserves disk space, which is freed before the
state is written.
"""

import os
import shutil
import time
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Protocol

BALLAST = 32  # MB; a shop that has been bought from all day has some 10 MB of state
PATIENCE = 20  # seconds; the supervisor waits a little longer for it to end

Services = Mapping[str, Callable[[], object]]  # {name: function that returns its state}


class App(Protocol):
    """ministack.app"""

    save_all: Callable[[Services], None]


class Persistence(Protocol):
    """ministack.core.persistence"""

    STATE_DIR: str

    def save_state(self, name: str, content: object, /) -> None: ...


def begin(folder: Path) -> None:
    """Before a start: finish an interrupted stop, and reserve the ballast."""
    folder.mkdir(parents=True, exist_ok=True)
    state, new, old = _folders(folder)
    if not state.exists() and old.exists():
        (new if new.exists() else old).rename(state)  # old: until new is complete
    for rest in (old, new):
        shutil.rmtree(rest, ignore_errors=True)
    _take(folder / "ballast")


def keep_whole(app: App, persistence: Persistence, folder: Path) -> None:
    """Make a stop replace the whole state at once."""

    def save_all(services: Services) -> None:
        (folder / "ballast").unlink(missing_ok=True)
        states = _states(services)
        deadline = time.monotonic() + PATIENCE
        while not _replaced(persistence, folder, states):
            if time.monotonic() > deadline:
                print("The disk is full: what happened since the last start could not be kept.")
                return
            time.sleep(1)

    app.save_all = save_all


def _take(ballast: Path) -> None:
    if ballast.exists():
        return
    try:
        with open(ballast, "wb") as file:
            for _ in range(BALLAST):
                file.write(bytes(1024 * 1024))
            os.fsync(file.fileno())
    except OSError:
        ballast.unlink(missing_ok=True)  # too little space for a ballast


def _states(services: Services) -> dict[str, object]:
    """{name: state} of the services that have one. If a service fails, its previous state stays."""
    states: dict[str, object] = {}
    for name, get_state in services.items():
        try:
            states[name] = get_state()
        except Exception as error:
            print(f"{name} cannot tell its state: {error!r}")
    return {name: state for name, state in states.items() if state is not None}


def _replaced(persistence: Persistence, folder: Path, states: Mapping[str, object]) -> bool:
    """Replace the state. False if the disk is full; the old state is then unchanged."""
    state, new, old = _folders(folder)
    shutil.rmtree(new, ignore_errors=True)
    try:
        # Hard links keep the files of services that were not used, and take no space.
        shutil.copytree(state, new, copy_function=os.link)
        persistence.STATE_DIR = str(new)
        for name, content in states.items():
            (new / f"{name}.json").unlink(missing_ok=True)
            persistence.save_state(name, content)
        for name in states:
            _sync(new / f"{name}.json")
    except OSError:
        shutil.rmtree(new, ignore_errors=True)
        return False
    state.rename(old)
    new.rename(state)
    shutil.rmtree(old, ignore_errors=True)
    return True


def _folders(folder: Path) -> tuple[Path, Path, Path]:
    return folder / "state", folder / "state-new", folder / "state-old"


def _sync(path: Path) -> None:
    """Flush a file to disk. Raises FileNotFoundError if ministack could not write it."""
    with open(path, "rb") as file:
        os.fsync(file.fileno())
