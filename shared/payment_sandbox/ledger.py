"""The ledger: one SQLite file that survives `kill -9` at any moment, and a power cut.

https://www.sqlite.org/wal.html and https://www.sqlite.org/pragma.html#pragma_synchronous: with WAL
and synchronous=FULL a commit is on the disk before it returns.
"""

import sqlite3
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from importlib.resources import files
from pathlib import Path
from sqlite3 import Connection

from .crash_points import crash_if_asked

WAIT_FOR_OTHERS = 30  # seconds


class Ledger:
    def __init__(self, data: Path, faults: bool = False) -> None:
        data.mkdir(parents=True, exist_ok=True)
        self._data = data
        self._faults = faults
        self._of_thread = threading.local()
        # SQLite allows one writer at a time, and the others sleep and retry; a lock hands
        # over at once. Writers of another process still wait at BEGIN IMMEDIATE.
        self._one_writer = threading.Lock()
        schema = files(__package__).joinpath("schema.sql").read_text(encoding="utf-8")
        self._connection().executescript(schema)

    @contextmanager
    def reading(self) -> Iterator[Connection]:
        """A read transaction: all reads inside see one snapshot."""
        with self._transaction("BEGIN") as db:
            yield db

    @contextmanager
    def writing(self, name: str) -> Iterator[Connection]:
        """A write transaction. name: its name in crash points."""
        with self._one_writer:
            with self._transaction("BEGIN IMMEDIATE") as db:
                yield db
                self._crash_point(f"{name}:before-commit")
            self._crash_point(f"{name}:after-commit")

    @contextmanager
    def _transaction(self, begin: str) -> Iterator[Connection]:
        db = self._connection()
        db.execute(begin)
        try:
            yield db
            db.execute("COMMIT")
        finally:
            if db.in_transaction:
                db.execute("ROLLBACK")

    def _connection(self) -> Connection:
        if not hasattr(self._of_thread, "db"):
            self._of_thread.db = self._connect()
        return self._of_thread.db

    def _connect(self) -> Connection:
        file = self._data / "payment-sandbox.db"
        # isolation_level=None: Python begins no transactions of its own.
        db = sqlite3.connect(file, timeout=WAIT_FOR_OTHERS, isolation_level=None)
        db.row_factory = sqlite3.Row
        for setting in ("journal_mode = WAL", "synchronous = FULL", "foreign_keys = ON"):
            db.execute(f"PRAGMA {setting}")
        return db

    def _crash_point(self, point: str) -> None:
        if self._faults:
            crash_if_asked(point, self._data)
