"""A direction: how the rows of one table are carried to the other side."""

from collections.abc import Callable, Collection
from dataclasses import dataclass
from typing import Literal, NamedTuple

from ..databases import Connection, Rows

Read = Callable[[Connection, Collection[str]], Rows]  # the current rows with these keys
Write = Callable[[Connection, Rows, Collection[str]], None]  # rows, and keys of deleted ones


class Store(NamedTuple):
    """A target that isn't a table."""

    count_all: Callable[[], int]
    empty: Callable[[], None]


@dataclass(frozen=True)
class Direction:
    name: str  # of the follower
    unit: str
    way: Literal["forward", "back"]
    source: str  # the databases: OLD, or a service
    target: str
    table: str  # in the source, whose changes are noted
    key: str  # its column, or several with spaces between them
    read: Read  # from the source: the rows that the target should have
    kept: Read  # from the target: the rows that it has
    write: Write
    of_table: str = ""  # the table in the target, if it has another name
    key_there: str = ""  # its key there, if that has another name
    whole: bool = True  # False: some columns of rows that another direction writes
    parts: tuple[str, ...] = ()  # tables of parts of the row, noted as well; their key is part_key
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
