"""ministack's state, kept whole or not at all, also on a disk that has become full.

ministack has all but objects in memory, and writes it when it is stopped: a file for each service,
and where one can't be written it says so in the log and goes on. A stop that was cut short, or a
full disk, would leave the tables of one moment beside the queues of another, or nothing.

FOLDER/state is what the next start reads. FOLDER/ballast reserves disk space, which is
freed when the state is written.
"""

import os
import shutil
import time
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Protocol

BALLAST = 32  # MB; a shop that has been bought from all day has some 10 MB of state
PATIENCE = 20  # seconds; the supervisor waits a little longer for it to end

Services = Mapping[str, Callable[[], object]]  # {name: what gives its state}


class App(Protocol):
    """ministack.app"""

    save_all: Callable[[Services], None]


class Persistence(Protocol):
    """ministack.core.persistence"""

    STATE_DIR: str

    def save_state(self, name: str, content: object, /) -> None: ...


def begin(folder: Path) -> None:
    """Before a start: finish what a stop that was cut short has begun, and take the ballast."""
    folder.mkdir(parents=True, exist_ok=True)
    state, new, old = _folders(folder)
    if not state.exists() and old.exists():
        (new if new.exists() else old).rename(state)  # the old one goes when the new one is whole
    for rest in (old, new):
        shutil.rmtree(rest, ignore_errors=True)
    _take(folder / "ballast")


def keep_whole(app: App, persistence: Persistence, folder: Path) -> None:
    """Make a stop replace the state as a whole."""

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
        ballast.unlink(missing_ok=True)  # there is no room to keep free


def _states(services: Services) -> dict[str, object]:
    """{name: state} of the services that have one. Of one that fails the state of before stays."""
    states: dict[str, object] = {}
    for name, get_state in services.items():
        try:
            states[name] = get_state()
        except Exception as error:
            print(f"{name} cannot tell its state: {error!r}")
    return {name: state for name, state in states.items() if state is not None}


def _replaced(persistence: Persistence, folder: Path, states: Mapping[str, object]) -> bool:
    """False if there is no room; then the old state is still there."""
    state, new, old = _folders(folder)
    shutil.rmtree(new, ignore_errors=True)
    try:
        # What a service that was not asked for anything has there stays; links take no room.
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
    """FileNotFoundError for what ministack could not write."""
    with open(path, "rb") as file:
        os.fsync(file.fileno())
