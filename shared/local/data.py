"""The folder of all that a stage keeps. One supervisor at a time may claim it."""

import fcntl
import json
import os
import secrets
import shutil
import stat
from contextlib import suppress
from pathlib import Path

from .refusal import Refusal

MARK = ".shop-data"  # the file that says which stage's folder this is
RUN = "run.json"  # who runs here: only there while a stage runs, or after its supervisor was killed
OTHERS = 0o077  # what other users of this machine may do


def keep_from_others():
    """From here on, this process and all it starts make files that no other user can open."""
    os.umask(OTHERS)


class Data:
    def __init__(self, path, stage="stage1"):
        """stage: whose it is to be while it is nobody's."""
        self.path, self._stage = Path(path).expanduser().resolve(), stage
        self._lock = None

    def claim(self, stage):
        """For that stage ("stage1"), until this process ends, whatever ends it."""
        if self.path.exists() and not (self.is_ours() or self._is_empty()):
            raise Refusal(f"{self.path} holds other things. Name an empty folder: DATA=…")
        self.path.mkdir(mode=0o700, parents=True, exist_ok=True)
        self._tighten()
        if not self.lock():
            raise Refusal(self._taken(stage))
        self._mark(stage)
        (self.path / "logs").mkdir(exist_ok=True)

    def lock(self):
        """False if somebody else holds it."""
        self._lock = open(self.path / "lock", "a")
        try:
            fcntl.flock(self._lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return False
        return True

    def unlock(self):
        self._lock.close()

    def is_ours(self):
        return (self.path / MARK).is_file()

    @property
    def stage(self):
        return (self.path / MARK).read_text() if self.is_ours() else self._stage

    def forget(self):
        shutil.rmtree(self.path)

    def log(self, part):
        return self.path / "logs" / f"{part}.log"

    def read(self, name):
        try:
            return json.loads((self.path / name).read_text())
        except FileNotFoundError:
            return {}

    def write(self, name, content):
        """All of it or nothing, for this user's eyes only."""
        fresh = self.path / f"{name}.new"
        with open(os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w") as file:
            json.dump(content, file, indent=1)
        os.replace(fresh, self.path / name)

    def remove(self, name):
        (self.path / name).unlink(missing_ok=True)

    def secrets(self, beginnings):
        """Made up when first asked for. beginnings: {name: what the secret starts with}."""
        kept = self.read("secrets.json")
        missing = {name: start for name, start in beginnings.items() if name not in kept}
        if missing:
            kept |= {n: start + secrets.token_hex(24) for n, start in missing.items()}
            self.write("secrets.json", kept)
        return kept

    def _is_empty(self):
        return self.path.is_dir() and all(file.name == "lock" for file in self.path.iterdir())

    def _tighten(self):
        """Take from others what an earlier umask or a copy has given them."""
        try:
            _take_from_others(self.path)
        except PermissionError:
            raise Refusal(f"{self.path} belongs to another user. Name another: DATA=…") from None
        for folder, folders, files in os.walk(self.path):
            for name in (*folders, *files):
                with suppress(OSError):  # PostgreSQL's, where root runs it as somebody else
                    _take_from_others(Path(folder, name))

    def _mark(self, stage):
        if self.is_ours() and self.stage != stage:
            raise Refusal(f"{self.path} holds the data of {self.stage}. Name another: DATA=…")
        (self.path / MARK).write_text(stage)

    def _taken(self, stage):
        address = self.read(RUN).get("address", "it is just starting or stopping")
        return (
            f"The shop already runs on {self.path} ({address}). "
            f"A second one beside it: PORT=8011 DATA=.data/second make {stage}"
        )


def _take_from_others(path):
    mode = stat.S_IMODE(path.lstat().st_mode)
    if mode & OTHERS and not path.is_symlink():
        path.chmod(mode & ~OTHERS)
