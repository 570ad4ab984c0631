"""Carries noted rows to the other side, each as it is now and not as it was when it was noted.

A round is idempotent, and may be interrupted. It follows two rules. A note is deleted only after
its row is committed on the other side. And a row is read inside the turn in which it is written, or
an old row could overwrite a newer one.
"""

from collections.abc import Callable

from . import authority, units
from .capture import FOLLOWS, left
from .databases import Connection, connect, has
from .rows.direction import Direction

AT_ONCE = 100  # notes a round
TURN = "SELECT pg_advisory_xact_lock(hashtextextended('move follower', 0))"


class Follower:
    """The follower of one direction. It opens its connections when it needs them."""

    def __init__(self, direction: Direction, opened: Callable[[str], Connection] = connect) -> None:
        self.direction, self._opened = direction, opened
        self._both: tuple[Connection, Connection] | None = None

    def some(self) -> int:
        """Work off some notes, at most AT_ONCE, and return how many."""
        source, target = self._connections()
        if not has(source, "move_changes") or not left(source, self.direction):
            return 0
        # --8<-- [start:some]
        with target.transaction():
            target.execute(TURN)
            target.execute(FOLLOWS)
            notes = self._notes(source)
            if not self._is_late(target):
                keys = sorted(set(notes.values()))
                found = self.direction.read(source, keys)
                self.direction.write(target, found, [key for key in keys if key not in found])
        self._forget(source, notes)
        return len(notes)
        # --8<-- [end:some]

    def all(self) -> int:
        """Work off all notes, and return how many. Some that are added meanwhile may be left:
        while people write, there is always another one."""
        count = some = self.some()
        while some == AT_ONCE:
            some = self.some()
            count += some
        return count

    def close(self) -> None:
        for connection in self._both or ():
            connection.close()
        self._both = None

    def _is_late(self, target: Connection) -> bool:
        """Whether the target already holds these rows. A hand-over leaves no notes, but a mover
        that was frozen while it copied may add some when it wakes up: their rows are out of date.
        """
        direction = self.direction
        if direction.table not in units.named(direction.unit).fenced_in(direction.source):
            return False
        return authority.holder_in(target, direction.unit) == direction.to

    def _connections(self) -> tuple[Connection, Connection]:
        if self._both is None or any(each.broken or each.closed for each in self._both):
            self.close()
            self._both = self._opened(self.direction.source), self._opened(self.direction.target)
        return self._both

    def _notes(self, source: Connection) -> dict[int, str]:
        """{number: key}"""
        query = "SELECT id, key FROM move_changes WHERE follower = %s ORDER BY id LIMIT %s"
        found = source.execute(query, [self.direction.name, AT_ONCE])
        return {row["id"]: row["key"] for row in found}

    def _forget(self, source: Connection, notes: dict[int, str]) -> None:
        source.execute("DELETE FROM move_changes WHERE id = ANY(%s)", [list(notes)])
