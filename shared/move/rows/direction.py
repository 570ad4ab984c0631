"""The rows of one table on their way to the other side."""

from collections.abc import Callable, Collection
from dataclasses import dataclass
from typing import Literal

from ..databases import Connection, Rows

Read = Callable[[Connection, Collection[str]], Rows]  # the rows of those keys, as they are now
Write = Callable[[Connection, Rows, Collection[str]], None]  # rows, and keys that have none


@dataclass(frozen=True)
class Direction:
    name: str  # the follower's
    unit: str
    way: Literal["forward", "back"]
    source: str  # the databases: OLD, or a service
    target: str
    table: str  # in the source, whose changes are noted
    key: str  # its column
    read: Read  # from the source: what the target is to have
    kept: Read  # from the target: what it has of that
    write: Write
    of_table: str = ""  # in the target, where that has another name
    whole: bool = True  # False: columns of rows that another direction makes

    @property
    def into(self) -> str:
        return self.of_table or self.table

    @property
    def to(self) -> Literal["old", "new"]:
        """The side that is written to."""
        return "new" if self.way == "forward" else "old"
