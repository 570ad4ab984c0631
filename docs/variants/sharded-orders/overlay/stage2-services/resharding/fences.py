"""Who may write the rows of a set: a row (holder, epoch) in each database, and a fence.

The service asks before it writes (chassis/shards.py). The fence is for what does not: a process
that was frozen, or a statement typed by hand. It is per row, since other slots stay here.
"""

from psycopg import sql

from move import authority
from move.authority import Side
from move.databases import Connection, change

from .sets import Set

# {table: the column that ends with the slot}. Each transaction deletes expired keys of all buyers:
# so the fence lets deletion through.
TABLES = {
    "orders": "user_id",
    "order_lines": "order_id",
    "order_history": "order_id",
    "idempotency_keys": "user_id",
}


def install(database: Connection, of: Set, side: Side) -> None:
    """At first the old shard holds. Idempotent."""
    authority.make_tables(database)
    if authority.state(database, of.name) is None:
        authority.install(database, of.name, (), side)
    for table, column in TABLES.items():
        change(database, _fence(of, table, column, side))


# --8<-- [start:fence]
def _fence(of: Set, table: str, column: str, side: Side) -> sql.Composed:
    return sql.SQL(
        "CREATE OR REPLACE TRIGGER {} AFTER INSERT OR UPDATE ON {} FOR EACH ROW"
        " WHEN (right(NEW.{}, 2) = ANY ({})) EXECUTE FUNCTION move_fence({}, {})"
    ).format(
        sql.Identifier(f"move_fence_{of.source}_{of.target}"),
        sql.Identifier(table),
        sql.Identifier(column),
        sql.Literal(sorted(of.slots)),
        of.name,
        side,
    )


# --8<-- [end:fence]
