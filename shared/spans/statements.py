"""Hook: what SQLAlchemy tells a database is said by the span of its transaction.

https://opentelemetry.io/docs/specs/semconv/database/database-spans/
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any
from weakref import WeakKeyDictionary

import sqlalchemy as sa
from sqlalchemy.sql import operators, visitors
from sqlalchemy.sql.dml import UpdateBase

from . import rows, savepoints
from .recording import in_transaction
from .span import Span

EXECUTED = "after_cursor_execute"
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
    added: dict[str, str]  # {column: the parameter that is added to it}


_known: WeakKeyDictionary[Any, Known | None] = WeakKeyDictionary()  # by the compiled statement


def install(engine: sa.Engine | type[sa.Engine] = sa.Engine) -> None:
    """For one, or for every engine of this process."""
    sa.event.listen(engine, EXECUTED, _executed)
    savepoints.install(engine)


def remove(engine: sa.Engine | type[sa.Engine] = sa.Engine) -> None:
    sa.event.remove(engine, EXECUTED, _executed)
    savepoints.remove(engine)


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
    added = {column: values.get(name) for column, name in known.added.items()}
    status = values.get("status") if known.has_status else rows.grown(added)
    span.rows.append(rows.row(known.table, key, status))
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
    operation, added = type(statement).__name__.upper(), dict(_added(statement, compiled))
    return Known(operation, table.name, writes, names, key, has_status, added)


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


def _added(statement: Any, compiled: Any) -> Iterator[tuple[str, str]]:
    """(column, the parameter's name) of each `SET column = column + value`."""
    for column, value in (getattr(statement, "_values", None) or {}).items():
        if isinstance(value, sa.BinaryExpression) and value.operator is operators.add:
            name = compiled.bind_names.get(value.right)
            if name and getattr(value.left, "name", None) == getattr(column, "name", column):
                yield value.left.name, name
