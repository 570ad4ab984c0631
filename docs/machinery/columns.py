"""The tables that code declares with SQLAlchemy, and of their columns those worth a picture.

Read in a process of its own, since every service fills the one metadata of the chassis.
"""

import json
import os
import subprocess
import sys
from importlib import import_module

from .tree import ROOT

# Besides keys and what is looked up by an index: what tells what a table is for.
TELLING = {"role", "status", "total", "amount", "quantity", "unit_price", "kind", "text", "at"}
TELLING |= {"available", "reserved", "sold", "delta", "failures", "used", "lines", "result_id"}


def declared(room, metadata, modules):
    """[{name, columns: ["bigint price"], ties: [[table, at most one]]}], as they are declared.

    room: a folder below ROOT; metadata: the module that has it; modules: those that fill it.
    """
    path = os.pathsep.join(str(ROOT / folder) for folder in ("docs", "shared", room))
    words = [sys.executable, "-m", "machinery.columns", metadata, *modules]
    env = {**os.environ, "PYTHONPATH": path}
    run = subprocess.run(words, cwd=ROOT, env=env, capture_output=True, text=True, check=True)
    return json.loads(run.stdout)


def main(metadata, *modules):
    for module in modules:
        import_module(module)
    tables = import_module(metadata).metadata.tables.values()
    print(json.dumps([shown(table) for table in tables]))


def shown(table):
    looked_up = {column for index in table.indexes for column in index.columns}
    columns = [_column(each) for each in table.columns if _is_telling(each) or each in looked_up]
    ties = [[key.column.table.name, _alone(key.parent)] for key in table.foreign_keys]
    return {"name": table.name, "columns": columns, "ties": sorted(ties)}


def _is_telling(column):
    return bool(_marks(column)) or column.name in TELLING


def _column(column):
    return f"{_type(column)} {column.name} {', '.join(_marks(column))}".strip()


def _marks(column):
    marks = {"PK": column.primary_key, "FK": column.foreign_keys, "UK": column.unique}
    return [mark for mark, true in marks.items() if true]


def _type(column):
    return type(column.type).__name__.lower().replace("integer", "int")


def _alone(column):
    """Each parent has at most one such row: the foreign key is all of the primary key."""
    return list(column.table.primary_key.columns) == [column]


if __name__ == "__main__":
    main(*sys.argv[1:])
