"""How much a database reads for the statements that are sent to it: rows, or SQLite's steps."""

import contextlib

import sqlalchemy as sa

EXPLAIN = "EXPLAIN (ANALYZE, FORMAT JSON) "
# Each once for every time that its node ran (https://www.postgresql.org/docs/current/using-explain.html).
READ = ("Actual Rows", "Rows Removed by Filter", "Rows Removed by Index Recheck")


@contextlib.contextmanager
def recorded(engine):
    """A list of the reads sent meanwhile: (statement, its values)."""
    sent = []

    def note(_connection, _cursor, statement, values, *_):
        if statement.startswith("SELECT"):
            sent.append((statement, values))

    sa.event.listen(engine, "before_cursor_execute", note)
    try:
        yield sent
    finally:
        sa.event.remove(engine, "before_cursor_execute", note)


def of(engine, statement, values):
    """Rows that PostgreSQL reads, or steps that SQLite's virtual machine makes."""
    of_kind = {"sqlite": _steps, "postgresql": _rows}[engine.dialect.name]
    with engine.connect() as connection:
        return of_kind(connection, statement, values)


def _rows(connection, statement, values):
    """Of tables and indexes; what is sorted or counted was read below that."""
    (plan,) = connection.exec_driver_sql(EXPLAIN + statement, values).scalar_one()
    return round(sum(map(_of_node, _nodes(plan["Plan"]))))


def _nodes(plan):
    yield plan
    for below in plan.get("Plans", []):
        yield from _nodes(below)


def _of_node(node):
    if "Relation Name" not in node and "Index Name" not in node:
        return 0
    return node["Actual Loops"] * sum(node.get(name, 0) for name in READ)


def _steps(connection, statement, values):
    """https://www.sqlite.org/c3ref/progress_handler.html"""
    taken = []
    driver = connection.connection.driver_connection
    driver.set_progress_handler(lambda: taken.append(1), 1)
    try:
        driver.execute(statement, values).fetchall()
    finally:
        driver.set_progress_handler(None, 1)
    return len(taken)
