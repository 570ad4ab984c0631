"""Hook: what SQLAlchemy tells a database is said by the span of its transaction.

Of the rows that were written it says table, key and status, and nothing else: no other column, and
no key that is not an id, for it might be an e-mail address or a secret.
https://opentelemetry.io/docs/specs/semconv/database/database-spans/
"""

import re
from collections.abc import Iterator, Mapping
from typing import Any

import sqlalchemy as sa
from sqlalchemy.sql import visitors
from sqlalchemy.sql.dml import UpdateBase

from .recording import in_transaction
from .span import Span

ID = re.compile(r"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}|\d{1,9}")
STATUS = re.compile(r"[a-z_-]{1,32}")
Row = dict[str, str]


def install() -> None:
    """For every engine of this process."""
    sa.event.listen(sa.Engine, "after_cursor_execute", _executed)


def _executed(
    _connection: sa.Connection, cursor: Any, _text: str, _params: Any, context: Any, _many: bool
) -> None:
    span, statement = in_transaction(), context.invoked_statement if context else None
    if span is None or statement is None:
        return
    table = _table(statement)
    if table is not None:
        say(span, type(statement).__name__.upper(), table.name)
    if isinstance(statement, UpdateBase) and table is not None and _has_written(cursor, context):
        for values in context.compiled_parameters:
            given = {**values, **dict(_compared(statement, context.compiled, values))}
            span.rows.append(written(table, given, values.get("status")))
            _follow(span, given.get("id" if table.name == "orders" else "order_id"))


def say(span: Span, operation: str, table: str) -> None:
    """The one operation and the one table; of several, that they are several."""
    for name, value in (("db.operation.name", operation), ("db.collection.name", table)):
        known = span.attributes.setdefault(name, value)
        if known != value and name == "db.operation.name":
            span.attributes[name] = "BATCH"


def _follow(span: Span, order_id: Any) -> None:
    """The order that a written row is of is the one that the whole request is about."""
    if ID.fullmatch(str(order_id)):
        for each in (span, span.root or span):
            each.attributes.setdefault("shop.order_id", order_id)


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


def written(table: sa.Table, given: Mapping[str, Any], status: object) -> Row:
    """given: values by column. status: the new one, if it was set."""
    key = [str(given.get(column.name)) for column in table.primary_key]
    row = {"table": table.name}
    if key and all(map(ID.fullmatch, key)):
        row["key"] = " ".join(key)
    if isinstance(status, str) and "status" in table.c and STATUS.fullmatch(status):
        row["status"] = status
    return row


def _compared(
    statement: Any, compiled: Any, values: Mapping[str, Any]
) -> Iterator[tuple[str, Any]]:
    """(column, value) of each `column = value` that the statement's WHERE asks for."""
    for clause in getattr(statement, "_where_criteria", ()):
        for part in visitors.iterate(clause):
            if isinstance(part, sa.BinaryExpression) and part.operator.__name__ == "eq":
                name = compiled.bind_names.get(part.right)
                if name and isinstance(part.left, sa.Column):
                    yield part.left.name, values.get(name)
