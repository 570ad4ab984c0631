"""The rows of another table as one column of a query: one statement reads an order with its lines.

The alternatives are a statement for each table, each with a snapshot of its own, and a join, which
repeats the order's columns for every line.
"""

import sqlalchemy as sa
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.sql.compiler import SQLCompiler
from sqlalchemy.sql.functions import FunctionElement

from . import db

Found = list[list[object]] | None  # rows, each the values of its columns; None: there are none

# SQL:2016's name for it, which is printed, and what the two databases have.
_STANDARD = "JSON_ARRAYAGG(JSON_ARRAY({}))"
_FUNCTIONS = {
    "sqlite": "json_group_array(json_array({}))",
    "postgresql": "json_agg(json_build_array({}))",
}


class _JsonRows(FunctionElement[Found]):
    type, inherit_cache = sa.JSON(), True


@compiles(_JsonRows)
def _compiled(rows: _JsonRows, compiler: SQLCompiler, **how: object) -> str:
    columns = compiler.process(rows.clauses, **how)
    return _FUNCTIONS.get(compiler.dialect.name, _STANDARD).format(columns)


def column(table: sa.Table, belong: db.Condition) -> sa.Label[Found]:
    """A column with the table's name: its rows for which `belong` holds, in no order."""
    return sa.select(_JsonRows(*table.c)).where(belong).scalar_subquery().label(table.name)


def read(table: sa.Table, column: Found) -> list[db.Mapped]:
    """The rows in such a column, sorted by their first column, then the second, and so on."""
    names = table.c.keys()
    return [dict(zip(names, row, strict=True)) for row in sorted(column or [])]
