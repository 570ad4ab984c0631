"""Triggers that note which row has changed, so that a follower can carry it over.

They need no change in the code of either stage, and they also note what a cascade deletes.
"""

from collections.abc import Collection
from pathlib import Path

from psycopg import sql

from . import databases
from .databases import Connection, change, has, one
from .rows.direction import Direction

TABLES = Path(__file__).with_name("capture.sql")
FOLLOWS = "SET LOCAL move.follows = 'on'"  # turns the move's triggers off for this transaction


def install(source: Connection, direction: Direction) -> None:
    """Note each change from now on. Idempotent."""
    make_tables(source)
    for table, key in direction.noted:
        arguments = sql.SQL(", ").join(map(sql.Literal, [direction.name, *key]))
        statement = sql.SQL(
            "CREATE OR REPLACE TRIGGER {} AFTER INSERT OR UPDATE OR DELETE ON {}"
            " FOR EACH ROW EXECUTE FUNCTION move_note({})"
        ).format(_name(direction), sql.Identifier(table), arguments)
        change(source, statement)


def make_tables(source: Connection) -> None:
    databases.make_tables(source, TABLES)


def remove(source: Connection, direction: Direction) -> None:
    """Stop noting changes, and delete the notes."""
    if has(source, "move_changes"):
        for table, _ in direction.noted:
            statement = sql.SQL("DROP TRIGGER IF EXISTS {} ON {}")
            change(source, statement.format(_name(direction), sql.Identifier(table)))
        source.execute("DELETE FROM move_changes WHERE follower = %s", [direction.name])
        source.execute("DELETE FROM move_copies WHERE follower = %s", [direction.name])


def is_installed(source: Connection, direction: Direction) -> bool:
    query = "SELECT 1 FROM pg_trigger WHERE tgname = %s AND tgrelid = to_regclass(%s)"
    name = f"move_note_{direction.name}"
    return all(one(source, query, name, table) is not None for table, _ in direction.noted)


def left(source: Connection, direction: Direction, keys: Collection[str] = ()) -> int:
    """Count the changes that are noted and not carried over yet. keys: only those of these rows."""
    query = "SELECT count(*) AS rows FROM move_changes WHERE follower = %s"
    if keys:
        found = source.execute(query + " AND key = ANY(%s)", [direction.name, list(keys)])
    else:
        found = source.execute(query, [direction.name])
    return sum(row["rows"] for row in found)


def _name(direction: Direction) -> sql.Identifier:
    return sql.Identifier(f"move_note_{direction.name}")
