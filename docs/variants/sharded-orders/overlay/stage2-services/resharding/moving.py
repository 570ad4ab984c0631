"""Moves one set from its shard to the new one: copy, fence, drain, admit, clean."""

import time
from collections.abc import Callable
from contextlib import ExitStack, closing
from threading import Event, Thread
from types import TracebackType
from typing import Self

from move import authority, capture, comparing, copying
from move.authority import NOBODY, State
from move.databases import AWAY, Connection, one
from move.follower import Follower

from chassis import faults

from . import rows
from .sets import Set, connect

IDLE = 0.01  # seconds
ALONE = "SELECT pg_try_advisory_lock(hashtextextended('resharding', 0)) AS mine"
PIECE = 200  # orders deleted in one transaction
GONE = """
WITH piece AS (SELECT id FROM orders WHERE right(user_id, 2) = ANY(%(slots)s) LIMIT %(piece)s),
    lines AS (DELETE FROM order_lines USING piece WHERE order_id = id),
    history AS (DELETE FROM order_history USING piece WHERE order_id = id)
SELECT array_agg(id) AS ids FROM piece
"""


class Behind(Exception):
    """The shards don't agree yet: try again."""


class SetFollower(Follower):
    def _is_late(self, target: Connection) -> bool:
        """True if the target holds the set: what a frozen mover notes now is out of date."""
        return authority.holder_in(target, self.direction.unit) == "new"


class Move:
    """Of one set. `with` opens its connections, and follows changes in a thread of its own."""

    def __init__(self, of: Set) -> None:
        self.of, self.directions = of, rows.directions(of)
        self._over, self._thread = Event(), Thread(target=self._follow, daemon=True)

    def __enter__(self) -> Self:
        with ExitStack() as opened:
            self.source = opened.enter_context(closing(connect(self.of.source)))
            self.target = opened.enter_context(closing(connect(self.of.target)))
            self._thread.start()
            self._opened = opened.pop_all()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, _: BaseException | None, __: TracebackType | None
    ) -> None:
        self._over.set()
        self._thread.join()
        self._opened.close()

    def is_alone(self) -> bool:
        found = one(self.source, ALONE)
        return found is not None and found["mine"] is True

    # --8<-- [start:steps]
    def run(self) -> None:
        """Each step is repeated if a mover died in it."""
        if self._state(self.source).holder == "old":
            self._do(self.copy)
            self._do(self.fence)
        if self._state(self.source).holder == NOBODY:
            self._do(self.drain)
            self._do(self.admit)
        self._do(self.clean)

    def copy(self) -> None:
        """Note each change, and what was there before; the follower carries all of it over."""
        for direction in self.directions:
            capture.install(self.source, direction)
            while copying.note_some(self.source, direction):
                pass
        for direction in self.directions:
            if wrong := comparing.differing(self.source, self.target, direction):
                copying.note(self.source, direction, wrong)
                raise Behind(f"{len(wrong)} rows of {direction.name} differ")

    def fence(self) -> None:
        """Wait for transactions under way. From now on nothing can write the set; requests wait."""
        authority.flip(self.source, self.of.name, self._state(self.source), NOBODY)

    def drain(self) -> None:
        while any(capture.left(self.source, each) for each in self.directions):
            if not self._thread.is_alive():
                raise Behind("nothing follows any more")
            time.sleep(IDLE)

    def admit(self) -> None:
        if (there := self._state(self.target)).holder == "old":
            authority.flip(self.target, self.of.name, there, "new")
        faults.reach("admit:between")  # the new shard holds the set, and the old one waits
        authority.flip(self.source, self.of.name, self._state(self.source), "new")

    def clean(self) -> None:
        """Note no more changes, and delete what has moved away."""
        for direction in self.directions:
            capture.remove(self.source, direction)
        while self._delete_some():
            pass

    # --8<-- [end:steps]
    def _do(self, step: Callable[[], None]) -> None:
        """The fault tests kill parts when a step begins, and the resharder when it has ended."""
        name = step.__name__
        print(f"{self.of.name}: {name}", flush=True)
        step()
        faults.reach(f"{name}:after")

    def _delete_some(self) -> bool:
        slots = sorted(self.of.slots)
        with self.source.transaction():
            self.source.execute(capture.FOLLOWS)
            found = self.source.execute(GONE, {"slots": slots, "piece": PIECE}).fetchone()
            ids = found["ids"] if found else None
            self.source.execute("DELETE FROM orders WHERE id = ANY(%s)", [ids or []])
            statement = "DELETE FROM idempotency_keys WHERE right(user_id, 2) = ANY(%s)"
            self.source.execute(statement, [slots])
        return bool(ids)

    def _state(self, database: Connection) -> State:
        found = authority.state(database, self.of.name)
        assert found is not None  # since resharding.prepare
        return found

    def _follow(self) -> None:
        """In a thread, with connections of its own, until the move is over."""
        followers = [SetFollower(each, lambda name: connect(int(name))) for each in self.directions]
        while not self._over.is_set():
            try:
                if not sum([follower.all() for follower in followers]):
                    self._over.wait(IDLE)
            except AWAY:
                self._over.wait(IDLE)
        for follower in followers:
            follower.close()
