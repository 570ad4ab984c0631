"""Compares both sides of a direction, row by row. Changes still being carried over don't count."""

import time
from collections.abc import Collection, Iterator

from psycopg import sql

from .capture import left
from .databases import Connection, Row, key_of
from .rows.direction import Direction

PAGE = 500  # rows
SETTLES_WITHIN = 10  # seconds for a change to be carried over
PAUSE = 0.02


def differing(source: Connection, target: Connection, direction: Direction) -> list[str]:
    """Return the keys of rows that differ although no change of them is waiting."""
    return sorted(
        key
        for keys in _pages(source, target, direction)
        for key in settled(source, target, direction, _compared(source, target, direction, keys))
    )


def settled(
    source: Connection, target: Connection, direction: Direction, keys: Collection[str]
) -> set[str]:
    """Return those of the keys that still differ once their changes have been carried over.

    A row that changes all the time counts as different after SETTLES_WITHIN seconds.
    """
    # --8<-- [start:settled]
    wrong, deadline = set(keys), time.monotonic() + SETTLES_WITHIN
    while wrong and time.monotonic() < deadline:
        at_rest = not left(source, direction, wrong)
        still = _compared(source, target, direction, wrong)
        if at_rest and still == wrong and not left(source, direction, wrong):
            break
        wrong = still
        time.sleep(PAUSE)
    return wrong
    # --8<-- [end:settled]


def _compared(
    source: Connection, target: Connection, direction: Direction, keys: Collection[str]
) -> set[str]:
    wanted, kept = direction.read(source, keys), direction.kept(target, keys)
    if not direction.whole:
        keys = wanted.keys() & kept.keys()
    return {key for key in keys if not _same(wanted.get(key), kept.get(key))}


def _same(wanted: Row | None, kept: Row | None) -> bool:
    """Compare the columns that `kept` has: the source may return more."""
    if wanted is None or kept is None:
        return wanted is kept
    return all(wanted[name] == value for name, value in kept.items())


def _pages(source: Connection, target: Connection, direction: Direction) -> Iterator[set[str]]:
    """Yield the keys of both sides together, in order."""
    last = ""
    while True:
        own = _keys(source, direction.table, direction.key.split(), last)
        other = _keys_there(target, direction, last)
        full = [keys[-1] for keys in (own, other) if len(keys) == PAGE]
        end = min(full, default=max([last, *own, *other]))
        page = {key for key in (*own, *other) if key <= end}
        if not page:
            return
        yield page
        last = end


def _keys(database: Connection, table: str, key: list[str], after: str) -> list[str]:
    query = sql.SQL("SELECT {key} AS key FROM {table} WHERE {key} > %s ORDER BY {key} LIMIT %s")
    found = query.format(key=key_of(key), table=sql.Identifier(table))
    return [row["key"] for row in database.execute(found, [after, PAGE])]


def _keys_there(target: Connection, direction: Direction, after: str) -> list[str]:
    """If the target isn't a table, only the keys of the source are compared."""
    if direction.store:
        return []
    return _keys(target, direction.into, direction.into_key, after)


def rows_of(target: Connection, direction: Direction) -> int:
    if direction.store:
        return direction.store.count_all()
    query = sql.SQL("SELECT count(*) AS rows FROM {}").format(sql.Identifier(direction.into))
    return sum(row["rows"] for row in target.execute(query))
