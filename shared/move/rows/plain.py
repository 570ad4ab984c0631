"""Rows with the same columns on both sides, and statements that the other directions share."""

from collections.abc import Collection, Sequence
from typing import Literal

from psycopg import sql
from psycopg.types.json import Json

from ..databases import Connection, Row, Rows, names
from .direction import Direction


def direction(
    name: str,
    unit: str,
    way: Literal["forward", "back"],
    source: str,
    target: str,
    table: str,
    columns: Sequence[str],
) -> Direction:
    """A direction for a table with these columns on both sides; the first is the key."""

    def read(database: Connection, keys: Collection[str]) -> Rows:
        return rows(database, table, columns, keys)

    def write(database: Connection, found: Rows, gone: Collection[str]) -> None:
        upsert(database, table, columns, found.values())
        delete(database, table, columns[0], gone)

    return Direction(name, unit, way, source, target, table, columns[0], read, read, write)


def rows(database: Connection, table: str, columns: Sequence[str], keys: Collection[str]) -> Rows:
    query = sql.SQL("SELECT {} FROM {} WHERE {} = ANY(%s)").format(
        names(columns), sql.Identifier(table), sql.Identifier(columns[0])
    )
    return {row[columns[0]]: row for row in database.execute(query, [list(keys)])}


def upsert(
    database: Connection,
    table: str,
    columns: Sequence[str],
    found: Collection[Row],
    kept: Collection[str] = (),
    key: int = 1,
) -> None:
    """Insert or update rows. key: how many of the columns are the key. kept: columns that an
    existing row keeps."""
    changed = [name for name in columns[key:] if name not in kept]
    statement = sql.SQL(
        "INSERT INTO {} ({}) VALUES ({}) ON CONFLICT ({}) DO UPDATE SET ({}) = ROW ({})"
    ).format(
        sql.Identifier(table),
        names(columns),
        sql.SQL(", ").join([sql.Placeholder()] * len(columns)),
        names(columns[:key]),
        names(changed),
        sql.SQL(", ").join(sql.Identifier("excluded", name) for name in changed),
    )
    with database.cursor() as cursor:
        cursor.executemany(statement, [[_sent(row[name]) for name in columns] for row in found])


def delete(database: Connection, table: str, key: str, keys: Collection[str]) -> None:
    if keys:
        statement = sql.SQL("DELETE FROM {} WHERE {} = ANY(%s)")
        table_and_key = sql.Identifier(table), sql.Identifier(key)
        database.execute(statement.format(*table_and_key), [list(keys)])


def _sent(value: object) -> object:
    """Convert a value for psycopg, which reads JSON as Python values but doesn't write it so."""
    return Json(value) if isinstance(value, (dict, list)) else value
