"""The tables that code declares with SQLAlchemy, with the columns worth showing in a diagram.

Runs in its own process, since every service adds its tables to the chassis's one metadata.
"""

import json
import os
import subprocess
import sys
from collections.abc import Iterable
from importlib import import_module
from typing import TYPE_CHECKING, TypeAlias, TypedDict

from .tree import ROOT

if TYPE_CHECKING:
    import sqlalchemy as sa

Column: TypeAlias = "sa.Column[object]"

# Shown besides keys and indexed columns: these explain what a table is for.
TELLING = {"role", "status", "total", "amount", "quantity", "unit_price", "kind", "text", "at"}
TELLING |= {"available", "reserved", "sold", "delta", "failures", "used", "lines", "result_id"}


class Table(TypedDict):
    name: str
    columns: list[str]  # "bigint price"
    ties: list[tuple[str, bool]]  # (parent table, whether a parent has at most one such row)


def declared(room: str, metadata: str, modules: Iterable[str]) -> list[Table]:
    """The tables in the order of their declaration.

    room: a folder below ROOT; metadata: the module that holds it; modules: those that fill it.
    """
    path = os.pathsep.join(str(ROOT / folder) for folder in ("docs", "shared", room))
    words = [sys.executable, "-m", "machinery.columns", metadata, *modules]
    env = {**os.environ, "PYTHONPATH": path}
    run = subprocess.run(words, cwd=ROOT, env=env, capture_output=True, text=True, check=True)
    tables: list[Table] = json.loads(run.stdout)
    return tables


def main(metadata: str, *modules: str) -> None:
    for module in modules:
        import_module(module)
    tables = import_module(metadata).metadata.tables.values()
    print(json.dumps([shown(table) for table in tables]))


def shown(table: "sa.Table") -> Table:
    looked_up = {column for index in table.indexes for column in index.columns}
    columns = [_column(each) for each in table.columns if _is_telling(each) or each in looked_up]
    ties = [(key.column.table.name, _alone(key.parent)) for key in table.foreign_keys]
    return {"name": table.name, "columns": columns, "ties": sorted(ties)}


def _is_telling(column: Column) -> bool:
    return bool(_marks(column)) or column.name in TELLING


def _column(column: Column) -> str:
    return f"{_type(column)} {column.name} {', '.join(_marks(column))}".strip()


def _marks(column: Column) -> list[str]:
    marks = {"PK": column.primary_key, "FK": column.foreign_keys, "UK": column.unique}
    return [mark for mark, true in marks.items() if true]


def _type(column: Column) -> str:
    return type(column.type).__name__.lower().replace("integer", "int")


def _alone(column: Column) -> bool:
    """True if a parent has at most one such row: the foreign key is the whole primary key."""
    return list(column.table.primary_key.columns) == [column]


if __name__ == "__main__":
    main(*sys.argv[1:])
