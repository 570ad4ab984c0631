"""Prepares both databases for a unit's move, and removes those preparations again."""

import itertools
from collections.abc import Callable, Mapping
from functools import partial

from psycopg import sql

from . import authority, capture, carts, rows
from .authority import Changed, State
from .capture import FOLLOWS
from .config import OLD
from .databases import Connection, change, has, one
from .rows.direction import Direction
from .units import Tie, Unit

Sides = dict[str, Connection]  # by the name of the database
Seen = Mapping[str, State | None]  # by the name of the database


def expand(unit: Unit, sides: Sides) -> None:
    """Create the rows of authority, the fences, and the triggers that note changes. Idempotent."""
    for side, name in unit.databases():
        authority.install(sides[name], unit.name, unit.fenced_in(name), side)
    if unit.has_carts:
        carts.begin()
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
    """Undo expand(), and empty the new side's tables. Only while the old side holds.

    seen: the states on which this was decided. Raises Changed if another mover has changed them.
    """
    known = {name: _renewed(unit, name, sides[name], seen) for _, name in unit.databases()}
    old = sides[OLD]
    _guarded(unit, old, known[OLD], lambda: _stop_noting(unit, sides, OLD))
    for name in unit.new:
        _guarded(unit, sides[name], known[name], partial(_empty_all, unit, sides, name))
    for tie, work in itertools.product(unit.ties, (_add, _validate)):
        _guarded(unit, old, known[OLD], partial(work, old, tie))
    with authority.as_seen(old, unit.name, known[OLD]):
        if unit.has_carts:
            carts.end()
        authority.remove(old, unit.name, unit.fenced_in(OLD))


def _renewed(unit: Unit, name: str, database: Connection, seen: Seen | None) -> State | None:
    """Give the state a new epoch, which makes the plans of all other movers fail; return it."""
    was = seen[name] if seen else authority.state(database, unit.name)
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


def _empty_all(unit: Unit, sides: Sides, name: str) -> None:
    """Empty one database of the new side. Tables that refer to another one come first."""
    _stop_noting(unit, sides, name)
    for direction in reversed(rows.of(unit.name)):
        if direction.target == name and direction.whole:
            _empty(sides[name], direction)
    authority.remove(sides[name], unit.name, unit.fenced_in(name))


def _empty(target: Connection, direction: Direction) -> None:
    if direction.store:
        return direction.store.empty()
    of_table = direction.parts if direction.into == direction.table else ()
    with target.transaction():
        target.execute(FOLLOWS)
        for table in (*of_table, direction.into):
            target.execute(sql.SQL("DELETE FROM {}").format(sql.Identifier(table)))


def _cut(old: Connection, tie: Tie) -> None:
    drop = sql.SQL("ALTER TABLE IF EXISTS {} DROP CONSTRAINT IF EXISTS {}")
    change(old, drop.format(sql.Identifier(tie.table), sql.Identifier(tie.name)))


def _add(old: Connection, tie: Tie) -> None:
    """Check the foreign key for new rows, which locks both tables for a moment. Skipped if
    contracting another unit has removed the table."""
    query = "SELECT 1 FROM pg_constraint WHERE conname = %s AND conrelid = to_regclass(%s)"
    if has(old, tie.table) and one(old, query, tie.name, tie.table) is None:
        add = sql.SQL(
            "ALTER TABLE {table} ADD CONSTRAINT {name} FOREIGN KEY ({column}) REFERENCES {to}"
            " {action} NOT VALID"
        )
        parts = {"column": sql.Identifier(tie.column), "action": sql.SQL(tie.action)}
        change(old, add.format(**_names(tie), **parts))


def _validate(old: Connection, tie: Tie) -> None:
    """Check the foreign key for existing rows too, without blocking writes."""
    if has(old, tie.table):
        if tie.action:
            _delete_orphans(old, tie)
        validate = sql.SQL("ALTER TABLE {table} VALIDATE CONSTRAINT {name}")
        old.execute(validate.format(**_names(tie)))


def _delete_orphans(old: Connection, tie: Tie) -> None:
    """Delete what the cascade would have deleted if the key hadn't been dropped."""
    orphans = sql.SQL("DELETE FROM {table} WHERE {column} NOT IN (SELECT id FROM {to})")
    old.execute(orphans.format(**_names(tie), column=sql.Identifier(tie.column)))


def _names(tie: Tie) -> dict[str, sql.Identifier]:
    named = {"table": tie.table, "name": tie.name, "to": tie.to}
    return {word: sql.Identifier(name) for word, name in named.items()}
