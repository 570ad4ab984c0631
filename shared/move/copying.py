"""Notes the rows that were there before the move like changes, piece by piece, for the followers.

There is no second mechanism for copying that could overwrite a newer row. Rows that differ are
repaired in the same way.
"""

from collections.abc import Collection

from psycopg import sql

from .databases import Connection, key_of, one
from .rows.direction import Direction

PIECE = 500  # rows


def note_some(source: Connection, direction: Direction) -> bool:
    """Note the next piece, in the order of the keys; False once all rows are noted.

    The position commits with the notes, so the next mover continues from there.
    """
    with source.transaction():
        source.execute(
            "INSERT INTO move_copies VALUES (%s, '', false) ON CONFLICT DO NOTHING",
            [direction.name],
        )
        at = one(
            source,
            "SELECT last_key, done FROM move_copies WHERE follower = %s FOR UPDATE",
            direction.name,
        )
        assert at is not None  # it was just inserted
        if at["done"]:
            return False
        noted = source.execute(_note(direction), [at["last_key"], PIECE, direction.name])
        keys = [row["key"] for row in noted]
        source.execute(
            "UPDATE move_copies SET last_key = %s, done = %s WHERE follower = %s",
            [max(keys, default=at["last_key"]), len(keys) < PIECE, direction.name],
        )
    return True


def note(source: Connection, direction: Direction, keys: Collection[str]) -> None:
    """Note these rows again."""
    statement = "INSERT INTO move_changes (follower, key) SELECT %s, unnest(%s::text[])"
    source.execute(statement, [direction.name, list(keys)])


def is_done(source: Connection, direction: Direction) -> bool:
    query = "SELECT 1 FROM move_copies WHERE follower = %s AND done"
    return one(source, query, direction.name) is not None


def _note(direction: Direction) -> sql.Composed:
    key, table = key_of(direction.key.split()), sql.Identifier(direction.table)
    # --8<-- [start:piece]
    return sql.SQL(
        "WITH piece AS (SELECT {key} AS key FROM {table} WHERE {key} > %s ORDER BY {key} LIMIT %s)"
        " INSERT INTO move_changes (follower, key) SELECT %s, key FROM piece RETURNING key"
    ).format(key=key, table=table)
    # --8<-- [end:piece]
