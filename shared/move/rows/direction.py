"""The rows of one table on their way to the other side."""

from collections.abc import Callable, Collection
from dataclasses import dataclass
from typing import Literal, NamedTuple

from ..databases import Connection, Rows

Read = Callable[[Connection, Collection[str]], Rows]  # the rows of those keys, as they are now
Write = Callable[[Connection, Rows, Collection[str]], None]  # rows, and keys that have none


class Store(NamedTuple):
    """What the target is, where it is no table."""

    count_all: Callable[[], int]
    empty: Callable[[], None]


@dataclass(frozen=True)
class Direction:
    name: str  # the follower's
    unit: str
    way: Literal["forward", "back"]
    source: str  # the databases: OLD, or a service
    target: str
    table: str  # in the source, whose changes are noted
    key: str  # its column, or several with spaces between them
    read: Read  # from the source: what the target is to have
    kept: Read  # from the target: what it has of that
    write: Write
    of_table: str = ""  # in the target, where that has another name
    key_there: str = ""  # the same for the key
    whole: bool = True  # False: columns of rows that another direction makes
    parts: tuple[str, ...] = ()  # tables that belong to the row, with part_key: noted as well
    part_key: str = ""
    store: Store | None = None

    @property
    def into(self) -> str:
        return self.of_table or self.table

    @property
    def into_key(self) -> list[str]:
        return (self.key_there or self.key).split()

    @property
    def noted(self) -> list[tuple[str, list[str]]]:
        """(table, columns of the key) of everything whose changes are noted."""
        parts = [(table, self.part_key.split()) for table in self.parts]
        return [(self.table, self.key.split()), *parts]

    @property
    def to(self) -> Literal["old", "new"]:
        """The side that is written to."""
        return "new" if self.way == "forward" else "old"
