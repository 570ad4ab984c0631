"""Statements that write many rows at once. Sort the rows by their key: two transactions that lock
the same rows in different orders would deadlock."""

from collections.abc import Mapping, Sequence

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql, sqlite

from . import db

Many = Sequence[Mapping[str, object]]  # rows, by column


def insert_new(tx: db.Tx, table: sa.Table, rows: Many) -> db.Rows:
    """Insert the rows whose keys are free, and return those keys."""
    if not rows:
        return []
    statement = _insert(tx, table).values(rows).on_conflict_do_nothing()
    return tx.execute(statement.returning(*table.primary_key)).all()


def add_up(tx: db.Tx, table: sa.Table, rows: Many) -> None:
    """Add the rows' numbers to those of the rows with the same keys, or insert them."""
    if not rows:
        return
    statement = _insert(tx, table).values(rows)
    numbers = [column for column in table.c if not column.primary_key]
    sums = {column.name: column + statement.excluded[column.name] for column in numbers}
    key = list(table.primary_key)
    tx.execute(statement.on_conflict_do_update(index_elements=key, set_=sums))


def _insert(tx: db.Tx, table: sa.Table) -> sqlite.Insert | postgresql.Insert:
    dialect = sqlite if tx.dialect.name == "sqlite" else postgresql
    return dialect.insert(table)
