"""A stream that delivers twice, a process that dies anywhere, and a browser that sends again."""

import importlib
import sqlite3
import sys
from contextlib import closing

import pytest

from machinery.exercise import copy_of

NOON, LATER = "2026-01-31T12:00:01.000Z", "2026-01-31T15:30:00.000Z"
BEFORE, AFTER = "2026-01-31T11:59:59.000Z", "2026-01-31T12:00:00.000Z"


class Died(Exception):
    """The process was killed."""


class Mortal(sqlite3.Connection):
    """A connection whose process dies before its n-th statement or commit."""

    left = None

    def execute(self, *words):
        self._count()
        return super().execute(*words)

    def commit(self):
        self._count()
        super().commit()

    def __exit__(self, *error):
        if error[0] is None:
            self._count()
        return super().__exit__(*error)

    def _count(self):
        if self.left is not None:
            self.left -= 1
            if self.left < 0:
                raise Died


@pytest.fixture(scope="module")
def consumer():
    sys.path.insert(0, str(copy_of("2.6")))
    found = importlib.import_module("views.consumer")
    sys.path.pop(0)
    return found


@pytest.fixture
def connect(tmp_path, consumer):
    """connect(n) opens the database; the process dies at its n-th statement, if it gets there."""

    def opened(statements=None):
        db = sqlite3.connect(tmp_path / "views.db", factory=Mortal)
        consumer.prepare(db)
        db.left = statements
        return closing(db)

    return opened


def batch(name, *events):
    return {"id": name, "events": [{"id": id, "at": at} for id, at in events]}


def views(consumer, connect):
    with connect() as db:
        return {hour: number for hour, number in consumer.views(db).items() if number}


def test_a_batch_that_is_delivered_twice_counts_once(consumer, connect):
    with connect() as db:
        for _ in range(2):
            consumer.handle(db, batch("1", ("a", AFTER), ("b", AFTER)), NOON)
    assert views(consumer, connect) == {"2026-01-31T12": 2}


def test_a_batch_counts_once_wherever_the_process_dies(consumer, connect):
    for number in range(40):
        found = batch(f"batch {number}", (f"a{number}", AFTER), (f"b{number}", AFTER))
        with connect(number) as db:
            try:
                consumer.handle(db, found, NOON)
            except Died:
                pass
        with connect() as db:
            consumer.handle(db, found, NOON)
        assert views(consumer, connect) == {"2026-01-31T12": 2 * (number + 1)}, number


def test_an_event_counts_once_in_whichever_batch_it_is_sent(consumer, connect):
    with connect() as db:
        consumer.handle(db, batch("1", ("a", AFTER), ("a", AFTER)), NOON)
        consumer.handle(db, batch("2", ("a", AFTER), ("b", AFTER)), NOON)
    assert views(consumer, connect) == {"2026-01-31T12": 2}


def test_an_event_counts_in_its_own_hour_however_long_its_batch_waited(consumer, connect):
    with connect() as db:
        consumer.handle(db, batch("1", ("a", BEFORE), ("b", AFTER)), LATER)
    assert views(consumer, connect) == {"2026-01-31T11": 1, "2026-01-31T12": 1}
