"""The last step of a unit: remove the way back.

It starts with a mark in the new side's database, set with a new epoch, so that a mover that was
frozen as it began to go back can't fence the giver any more. Each function is idempotent.
What stays: the rows of authority, which the guards read; and the followers of what stage 1 still
writes, such as the stock, until the unit that writes it has moved.
"""

from collections.abc import Mapping

from psycopg import sql

from . import authority, capture, pictures, rows
from .authority import State
from .config import OLD
from .databases import HURRY, Connection, has, one, patiently
from .expanding import Sides
from .follower import TURN
from .rows.direction import Direction
from .units import UNITS, Unit

REMOVED_WITHIN = 30  # seconds to lock a table that is removed
# Units whose old tables another unit writes: {unit: the writer, which has to move first}.
WRITTEN_BY = {"notifications": "checkout"}
FILES = {"products": pictures.delete_files}  # {table: deletes the files that its rows name}


def may_go(unit: Unit, sides: Sides) -> bool:
    """Whether stage 1 no longer writes the unit's tables."""
    writer = next((each for each in UNITS if each.name == WRITTEN_BY.get(unit.name)), None)
    return unit.name not in WRITTEN_BY or (writer is not None and is_sealed(writer, sides))


def seal(database: Connection, unit: Unit, was: State | None) -> None:
    """Mark that the unit never goes back, unless the new side's state is no longer `was`."""
    with database.transaction():
        if was and authority.flip(database, unit.name, was, "new"):
            database.execute(
                "INSERT INTO move_seals VALUES (%s) ON CONFLICT DO NOTHING", [unit.name]
            )


def is_sealed(unit: Unit, sides: Mapping[str, Connection]) -> bool:
    new = sides[unit.database]
    if not has(new, "move_seals"):
        return False
    return one(new, "SELECT 1 FROM move_seals WHERE unit = %s", unit.name) is not None


def unfollow(unit: Unit, sides: Sides) -> None:
    """Let the new side write without a fence, and note no changes for the way back."""
    for name in unit.new:
        authority.unfence(sides[name], unit.fenced_in(name))
    for direction in _back(unit):
        capture.remove(sides[direction.source], direction)


def is_followed(unit: Unit, sides: Sides) -> bool:
    """Whether the old side still receives changes."""
    return any(
        capture.is_installed(sides[each.source], each) or capture.left(sides[each.source], each)
        for each in _back(unit)
    )


def remove(unit: Unit, sides: Sides) -> None:
    """Delete the files that the old rows name, and then the old tables."""
    old, leaving = sides[OLD], _leaving(unit)
    for direction in rows.DIRECTIONS:  # another unit may follow the same table
        if direction.source == OLD and has(old, direction.table) and direction.table in leaving:
            capture.remove(old, direction)
    for table in leaving:
        if has(old, table):
            if table in FILES:
                FILES[table](old, table)
            _drop(old, table)


def has_old_tables(unit: Unit, sides: Sides) -> bool:
    return any(has(sides[OLD], table) for table in _leaving(unit))


def _back(unit: Unit) -> list[Direction]:
    return [each for each in rows.of(unit.name) if each.way == "back"]


def _leaving(unit: Unit) -> list[str]:
    """The tables to drop, each before those it refers to. Tables of other units aren't among them,
    even if this unit follows them."""
    own = [each for each in rows.of(unit.name) if each.way == "forward" and each.whole]
    parts = [table for each in own for table in each.parts]
    return list(dict.fromkeys([*parts, *(each.table for each in reversed(own))]))


def _drop(old: Connection, table: str) -> None:
    """Drop the table while no follower is in the middle of a round that writes to it."""

    def once() -> None:
        with old.transaction():
            old.execute(HURRY)
            old.execute(TURN)
            old.execute(sql.SQL("DROP TABLE IF EXISTS {}").format(sql.Identifier(table)))

    patiently(once, REMOVED_WITHIN)
