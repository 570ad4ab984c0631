"""The rows of another table as one column of a query: one statement reads an order with its lines.

The alternatives are a statement for each table, each with a snapshot of its own, and a join, which
repeats the order's columns for every line.
"""

import sqlalchemy as sa

from . import db

Found = list[list[object]] | None  # rows, each the values of its columns; None: there are none


def column(table: sa.Table, belong: db.Condition) -> sa.Label[Found]:
    """A column with the table's name: its rows for which `belong` holds, in no order."""
    rows = sa.func.json_agg(sa.func.json_build_array(*table.c), type_=sa.JSON)
    return sa.select(rows).where(belong).scalar_subquery().label(table.name)


def read(table: sa.Table, column: Found) -> list[db.Mapped]:
    """The rows in such a column, sorted by their first column, then the second, and so on."""
    names = table.c.keys()
    return [dict(zip(names, row, strict=True)) for row in sorted(column or [])]
