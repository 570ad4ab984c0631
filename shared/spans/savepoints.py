"""Hook: rows that were written since a savepoint and rolled back don't count as written.

https://docs.sqlalchemy.org/en/20/core/events.html#sqlalchemy.events.ConnectionEvents.savepoint
"""

from collections.abc import Callable

import sqlalchemy as sa

from .recording import in_transaction


def install(engine: sa.Engine | type[sa.Engine]) -> None:
    for name, hook in HOOKS.items():
        sa.event.listen(engine, name, hook)


def remove(engine: sa.Engine | type[sa.Engine]) -> None:
    for name, hook in HOOKS.items():
        sa.event.remove(engine, name, hook)


def _saved(*_: object) -> None:
    if span := in_transaction():
        span.saved.append(len(span.rows))


def _released(*_: object) -> None:
    if (span := in_transaction()) and span.saved:
        span.saved.pop()


def _rolled_back(*_: object) -> None:
    if (span := in_transaction()) and span.saved:
        del span.rows[span.saved.pop() :]


HOOKS: dict[str, Callable[..., None]] = {
    "savepoint": _saved,
    "release_savepoint": _released,
    "rollback_savepoint": _rolled_back,
}
