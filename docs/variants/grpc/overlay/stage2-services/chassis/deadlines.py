"""Deadlines: until when the caller of the current work waits, and what stops when it is gone.

Work without a caller, such as a worker's task, has no deadline. The clock is this machine's: what
travels with a call is the time left, because two machines' clocks differ.
"""

import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from contextvars import ContextVar
from typing import Any

import psycopg
import sqlalchemy as sa

from shop_rules.errors import Unavailable

CANCEL_SECONDS = 2  # for the database to accept that a statement is to stop
AGAIN_SECONDS = 0.1  # between two tries to cancel a statement


# --8<-- [start:work]
class Work:
    """What is done for one caller. `stop` may be called from any thread."""

    def __init__(self, seconds: float | None = None) -> None:
        """seconds: how long the caller waits; None: without end."""
        self.until = None if seconds is None else time.monotonic() + seconds
        self.is_over = False
        self._lock = threading.Lock()
        self._running: Any = None  # psycopg's connection

    def check(self) -> None:
        """Raise Unavailable if the caller doesn't wait any more."""
        if self.is_over or (self.until is not None and time.monotonic() >= self.until):
            raise Unavailable("The caller has given up.")

    def runs(self, connection: Any) -> None:
        """Note on which connection to the database a statement is about to run; None: on none."""
        with self._lock:  # a cancel never hits the statement of the connection's next user
            self._running = connection
        if connection is not None and self.is_over:
            self.runs(None)
            self.check()

    def stop(self) -> None:
        """The caller is gone. Cancel the statement that is running for it, if any."""
        self.is_over = True
        if self._running is not None:
            threading.Thread(target=self._cancel, daemon=True).start()

    def _cancel(self) -> None:
        while self._running is not None:
            with self._lock, suppress(psycopg.Error):
                if self._running is not None:
                    self._running.cancel_safe(timeout=CANCEL_SECONDS)
            time.sleep(AGAIN_SECONDS)  # it may have come before the statement


# --8<-- [end:work]
_current: ContextVar[Work | None] = ContextVar("work", default=None)


@contextmanager
def working(work: Work) -> Iterator[Work]:
    """The block is that work."""
    token = _current.set(work)
    try:
        yield work
    finally:
        _current.reset(token)


def left(seconds: float) -> float:
    """How long to wait for a call of our own: `seconds`, or less if our caller waits for less."""
    work = _current.get()
    if work is None or work.until is None:
        return seconds
    return max(0.0, min(seconds, work.until - time.monotonic()))


# --8<-- [start:statements]
def stop_statements(engine: sa.Engine) -> None:
    """From now on, a caller that has given up gets no further statement, and no commit."""

    @sa.event.listens_for(engine, "before_cursor_execute")
    def before(connection: sa.Connection, *_: object) -> None:
        if work := _current.get():
            work.check()
            work.runs(connection.connection.driver_connection)

    @sa.event.listens_for(engine, "after_cursor_execute")
    def after(*_: object) -> None:
        if work := _current.get():
            work.runs(None)

    @sa.event.listens_for(engine, "handle_error")
    def failed(_: sa.engine.ExceptionContext) -> None:
        after()

    @sa.event.listens_for(engine, "commit")
    def commit(_: sa.Connection) -> None:
        if work := _current.get():
            work.check()


# --8<-- [end:statements]
