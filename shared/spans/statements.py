"""Hook: what SQLAlchemy tells a database is said by the span of its transaction.

https://opentelemetry.io/docs/specs/semconv/database/database-spans/
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any
from weakref import WeakKeyDictionary

import sqlalchemy as sa
from sqlalchemy.sql import visitors
from sqlalchemy.sql.dml import UpdateBase

from . import rows
from .recording import in_transaction
from .span import Span

TABLE = "db.collection.name"


@dataclass(frozen=True)
class Known:
    """Of a statement that SQLAlchemy has compiled, and keeps: so this is looked up once, too."""

    operation: str  # INSERT, UPDATE, DELETE, SELECT
    table: str
    writes: bool
    names: dict[str, str]  # of the parameter that a column is compared with, or set to
    key: tuple[str, ...]  # the columns of the primary key
    has_status: bool


_known: WeakKeyDictionary[Any, Known | None] = WeakKeyDictionary()  # by the compiled statement


def install(engine: sa.Engine | type[sa.Engine] = sa.Engine) -> None:
    """For one, or for every engine of this process."""
    sa.event.listen(engine, "after_cursor_execute", _executed)


def _executed(
    _connection: sa.Connection, cursor: Any, _text: str, _params: Any, context: Any, _many: bool
) -> None:
    span, compiled = in_transaction(), context.compiled if context else None
    if span is None or compiled is None:
        return
    if compiled not in _known:
        _known[compiled] = _understood(compiled)
    if known := _known[compiled]:
        say(span, known.operation, known.table)
        if known.writes and _has_written(cursor, context):
            for values in context.compiled_parameters:
                _note(span, known, values)


def _note(span: Span, known: Known, values: dict[str, Any]) -> None:
    """values: by the name of the statement's parameter."""
    key = [str(values.get(known.names.get(column, column))) for column in known.key]
    span.rows.append(rows.row(known.table, key, values.get("status") if known.has_status else None))
    about = "id" if known.table == "orders" else "order_id"
    rows.follow(span, values.get(known.names.get(about, about)))


def say(span: Span, operation: str, table: str) -> None:
    """The operation, or that there were several; the table of the first, if it speaks for all."""
    said = span.attributes
    if "db.operation.name" not in said:
        said |= {"db.operation.name": operation, TABLE: table}
    if said["db.operation.name"] != operation:
        said["db.operation.name"] = "BATCH"
    if said["db.operation.name"] == "BATCH" and said.get(TABLE) != table:
        said.pop(TABLE, None)


def _understood(compiled: Any) -> Known | None:
    statement = compiled.statement
    writes, table = isinstance(statement, UpdateBase), _table(statement)
    if table is None:
        return None
    names = dict(_compared(statement, compiled))
    key = tuple(column.name for column in table.primary_key) if writes else ()
    has_status = writes and "status" in table.c
    return Known(type(statement).__name__.upper(), table.name, writes, names, key, has_status)


def _table(statement: Any) -> Any:
    if isinstance(statement, UpdateBase):
        return getattr(statement, "table", None)
    if isinstance(statement, sa.Select):
        return next((each for each in statement.get_final_froms() if hasattr(each, "name")), None)
    return None


def _has_written(cursor: Any, context: Any) -> bool:
    """SQLite counts the rows of a statement with RETURNING only when they have been read: see
    recording.not_written."""
    returns = context.dialect.name == "sqlite" and context.compiled.effective_returning
    return bool(returns or cursor.rowcount)


def _compared(statement: Any, compiled: Any) -> Iterator[tuple[str, str]]:
    """(column, the parameter's name) of each `column = value` that the WHERE asks for."""
    for clause in getattr(statement, "_where_criteria", ()):
        for part in visitors.iterate(clause):
            if isinstance(part, sa.BinaryExpression) and part.operator.__name__ == "eq":
                name = compiled.bind_names.get(part.right)
                if name and isinstance(part.left, sa.Column):
                    yield part.left.name, name
