"""A stage's data folder. Only one supervisor at a time can claim it.

Its files are written atomically. If one is damaged anyway, reading it raises a Refusal that says
what is lost with it.
"""

import fcntl
import json
import secrets
import shutil
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path
from typing import Any, TextIO

from . import private, whole
from .refusal import Refusal

MARK = ".shop-data"  # the file that says which stage's folder this is
RUN = "run.json"  # exists while a stage runs, or after its supervisor was killed
LOST = {  # with each file, if it is damaged
    RUN: "Stop what runs there (Ctrl-C in its terminal) and remove the file; nothing is lost",
    "secrets.json": "The passwords of its databases are lost with it: put a copy back, or begin "
    "anew with make reset",
    "sign-ins.json": "The first passwords are lost with it: put a copy back, or begin anew with "
    "make reset",
}


class Data:
    def __init__(self, path: str | Path, stage: str = "stage1") -> None:
        """stage: the stage that a new folder is for."""
        self.path, self._stage = Path(path).expanduser().resolve(), stage
        self._lock: TextIO  # set by lock()
        self._is_new = False  # True if claim() created it
        self._made: list[Path] = []  # folders that claim() made

    def claim(self, stage: str) -> None:
        """Claim it for that stage ("stage1") until this process ends, even by a kill."""
        try:
            self._claim(stage)
        except OSError as error:
            self.abandon()
            raise self.unusable(error) from None

    def unusable(self, error: OSError) -> Refusal:
        why = f"{self.path} can't be used: {error.strerror}"
        return Refusal(f"{why}. Make room there, or name another folder: DATA=…")

    def abandon(self) -> None:
        """Remove its content, if it was new when claimed, and the folders created for it."""
        if self._is_new and self.path.is_dir():
            for each in self.path.iterdir():
                shutil.rmtree(each) if each.is_dir() else each.unlink()
        for folder in self._made:
            with suppress(OSError):  # it was never created, or holds other files by now
                folder.rmdir()

    def _claim(self, stage: str) -> None:
        if self.path.exists() and not (self.is_ours() or self._is_empty()):
            raise Refusal(f"{self.path} holds other things. Name an empty folder: DATA=…")
        self._made = [each for each in (self.path, *self.path.parents) if not each.exists()]
        self.path.mkdir(mode=0o700, parents=True, exist_ok=True)
        self._keep_private()
        if not self.lock():
            raise Refusal(self._taken(stage))
        self._is_new = not self.is_ours()
        self._mark(stage)
        (self.path / "logs").mkdir(exist_ok=True)

    def lock(self) -> bool:
        """Take the lock. False if another process holds it."""
        self._lock = open(self.path / "lock", "a", encoding="utf-8")
        try:
            fcntl.flock(self._lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return False
        return True

    def unlock(self) -> None:
        self._lock.close()

    def is_ours(self) -> bool:
        return (self.path / MARK).is_file()

    @property
    def stage(self) -> str:
        """The stage that it belongs to: "stage1"."""
        if not self.is_ours():
            return self._stage
        found = (self.path / MARK).read_text(errors="replace").strip()
        if not found.isalnum():
            mark = self.path / MARK
            raise Refusal(f"{mark} is damaged. Say whose data it is: echo stage1 > {mark}")
        return found

    def forget(self) -> None:
        shutil.rmtree(self.path)

    def log(self, part: str) -> Path:
        return self.path / "logs" / f"{part}.log"

    def read(self, name: str) -> Any:
        try:
            return json.loads((self.path / name).read_bytes())
        except FileNotFoundError:
            return {}
        except ValueError:
            raise Refusal(
                f"{self.path / name} is damaged. {LOST.get(name, 'Remove it')}."
            ) from None

    def write(self, name: str, content: object, durable: bool = False) -> None:
        """Write it atomically, readable by this user only. durable: survives a power cut."""
        whole.write(self.path / name, json.dumps(content, indent=1), durable)

    def remove(self, name: str) -> None:
        (self.path / name).unlink(missing_ok=True)

    def secrets(self, beginnings: Mapping[str, str]) -> dict[str, str]:
        """The secrets, generated at the first call. beginnings: {name: the secret's prefix}."""
        kept: dict[str, str] = self.read("secrets.json")
        missing = {name: start for name, start in beginnings.items() if name not in kept}
        if missing:
            kept |= {n: start + secrets.token_hex(24) for n, start in missing.items()}
            self.write("secrets.json", kept, durable=True)
        return kept

    def _is_empty(self) -> bool:
        return self.path.is_dir() and all(file.name == "lock" for file in self.path.iterdir())

    def _keep_private(self) -> None:
        try:
            private.tighten(self.path)
        except PermissionError:
            raise Refusal(f"{self.path} belongs to another user. Name another: DATA=…") from None

    def _mark(self, stage: str) -> None:
        if self.is_ours() and self.stage != stage:
            raise Refusal(f"{self.path} holds the data of {self.stage}. Name another: DATA=…")
        if not self.is_ours():
            whole.write(self.path / MARK, stage, durable=True)

    def _taken(self, stage: str) -> str:
        address = self.read(RUN).get("address", "it is just starting or stopping")
        return (
            f"The shop already runs on {self.path} ({address}). "
            f"A second one beside it: PORT=8011 DATA=.data/second make {stage}"
        )
