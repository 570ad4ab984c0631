"""What a unit's move needs in both databases before it begins, and how it is taken away again."""

from psycopg import sql

from . import authority, capture, rows
from .capture import FOLLOWS
from .databases import Connection, change, one
from .rows.direction import Direction
from .units import Tie, Unit

Sides = dict[str, Connection]  # by the name of the database


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


def take_back(unit: Unit, sides: Sides) -> None:
    """As it was before, with the new side's tables empty. Only while the old side holds."""
    for direction in rows.of(unit.name):
        capture.remove(sides[direction.source], direction)
    for direction in rows.of(unit.name):
        if direction.way == "forward" and direction.whole:
            _empty(sides[direction.target], direction)
    for tie in unit.ties:
        _tie(sides["old"], tie)
    for _, name in reversed(unit.databases()):
        authority.remove(sides[name], unit.name, unit.fenced)


def _empty(target: Connection, direction: Direction) -> None:
    with target.transaction():
        target.execute(FOLLOWS)
        target.execute(sql.SQL("DELETE FROM {}").format(sql.Identifier(direction.into)))


def _cut(old: Connection, tie: Tie) -> None:
    drop = sql.SQL("ALTER TABLE {} DROP CONSTRAINT IF EXISTS {}")
    change(old, drop.format(sql.Identifier(tie.table), sql.Identifier(tie.name)))


def _tie(old: Connection, tie: Tie) -> None:
    """First for new rows, which needs the locks for a moment; then the rows that are there."""
    query = "SELECT 1 FROM pg_constraint WHERE conname = %s AND conrelid = to_regclass(%s)"
    names = {"table": sql.Identifier(tie.table), "name": sql.Identifier(tie.name)}
    if one(old, query, tie.name, tie.table) is None:
        add = sql.SQL(
            "ALTER TABLE {table} ADD CONSTRAINT {name} FOREIGN KEY ({column}) REFERENCES {to}"
            " NOT VALID"
        )
        parts = {"column": sql.Identifier(tie.column), "to": sql.Identifier(tie.to)}
        change(old, add.format(**names, **parts))
    old.execute(sql.SQL("ALTER TABLE {table} VALIDATE CONSTRAINT {name}").format(**names))
