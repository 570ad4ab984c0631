"""What a unit's move needs in both databases before it begins, and how it is taken away again."""

import itertools
from collections.abc import Callable, Mapping
from functools import partial

from psycopg import sql

from . import authority, capture, rows
from .authority import Changed, Side, State
from .capture import FOLLOWS
from .databases import Connection, change, one
from .rows.direction import Direction
from .units import Tie, Unit

Sides = dict[str, Connection]  # by the name of the database
Seen = Mapping[Side, State | None]


def expand(unit: Unit, sides: Sides) -> None:
    """Rows of authority, fences, triggers that note. Done twice it changes nothing."""
    for side, name in unit.databases():
        authority.install(sides[name], unit.name, unit.fenced, side)
    for sequence in unit.sequences:
        create = sql.SQL("CREATE SEQUENCE IF NOT EXISTS {}")
        sides[unit.database].execute(create.format(sql.Identifier(sequence)))
    for tie in unit.ties:
        _cut(sides["old"], tie)
    for direction in rows.of(unit.name):
        capture.install(sides[direction.source], direction)


def is_expanded(unit: Unit, sides: Sides) -> bool:
    return all(
        capture.is_installed(sides[direction.source], direction) for direction in rows.of(unit.name)
    )


def take_back(unit: Unit, sides: Sides, seen: Seen | None = None) -> None:
    """As it was before, with the new side's tables empty. Only while the old side holds.

    seen: the states in which this was decided. Changed if another mover has changed them since.
    """
    known = {name: _renewed(unit, side, sides[name], seen) for side, name in unit.databases()}
    old, new = "old", unit.database
    _guarded(unit, sides[old], known[old], lambda: _stop_noting(unit, sides, old))
    _guarded(unit, sides[new], known[new], lambda: _empty_all(unit, sides))
    for tie, work in itertools.product(unit.ties, (_add, _validate)):
        _guarded(unit, sides[old], known[old], partial(work, sides[old], tie))
    with authority.as_seen(sides[old], unit.name, known[old]):
        authority.remove(sides[old], unit.name, unit.fenced)


def _renewed(unit: Unit, side: Side, database: Connection, seen: Seen | None) -> State | None:
    """The state with a new epoch, which ends the plans of all other movers."""
    was = seen[side] if seen else authority.state(database, unit.name)
    if was is None:
        return None
    if not authority.flip(database, unit.name, was, was.holder):
        raise Changed(f"{unit.name} is not {was} any more")
    return authority.state(database, unit.name)


def _guarded(
    unit: Unit, database: Connection, seen: State | None, work: Callable[[], None]
) -> None:
    with authority.as_seen(database, unit.name, seen):
        work()


def _stop_noting(unit: Unit, sides: Sides, source: str) -> None:
    for direction in rows.of(unit.name):
        if direction.source == source:
            capture.remove(sides[source], direction)


def _empty_all(unit: Unit, sides: Sides) -> None:
    new = sides[unit.database]
    _stop_noting(unit, sides, unit.database)
    for direction in rows.of(unit.name):
        if direction.way == "forward" and direction.whole:
            _empty(sides[direction.target], direction)
    authority.remove(new, unit.name, unit.fenced)


def _empty(target: Connection, direction: Direction) -> None:
    with target.transaction():
        target.execute(FOLLOWS)
        target.execute(sql.SQL("DELETE FROM {}").format(sql.Identifier(direction.into)))


def _cut(old: Connection, tie: Tie) -> None:
    drop = sql.SQL("ALTER TABLE {} DROP CONSTRAINT IF EXISTS {}")
    change(old, drop.format(sql.Identifier(tie.table), sql.Identifier(tie.name)))


def _add(old: Connection, tie: Tie) -> None:
    """For new rows, which needs the locks for a moment."""
    query = "SELECT 1 FROM pg_constraint WHERE conname = %s AND conrelid = to_regclass(%s)"
    if one(old, query, tie.name, tie.table) is None:
        add = sql.SQL(
            "ALTER TABLE {table} ADD CONSTRAINT {name} FOREIGN KEY ({column}) REFERENCES {to}"
            " NOT VALID"
        )
        parts = {"column": sql.Identifier(tie.column), "to": sql.Identifier(tie.to)}
        change(old, add.format(**_names(tie), **parts))


def _validate(old: Connection, tie: Tie) -> None:
    """For the rows that are there, without keeping others from writing."""
    validate = sql.SQL("ALTER TABLE {table} VALIDATE CONSTRAINT {name}")
    old.execute(validate.format(**_names(tie)))


def _names(tie: Tie) -> dict[str, sql.Identifier]:
    return {"table": sql.Identifier(tie.table), "name": sql.Identifier(tie.name)}
