"""The image files that a product's row names: on disk in stage 1, in an object store in stage 2.

They have the same names in both. A file is copied before the row that names it, and only if the
other side doesn't have that image and thumbnail yet.
"""

from collections.abc import Callable

from psycopg import sql

from shop import files

from chassis import objects

from .databases import Connection, Row

Load = Callable[[str], bytes | None]
Save = Callable[[str, bytes], None]
NAMES = "picture", "thumbnail_tried"  # the columns that say which file there is


def to_objects(row: Row, before: Row) -> None:
    """Copy files to the new side. row: the old side's; before: the new side's row, {} if none."""
    _carry(row, before, files.read, objects.save, objects.delete)


def to_files(row: Row, before: Row) -> None:
    """The same, to the old side."""
    _carry(row, before, objects.read, files.save, files.delete)


def _carry(row: Row, before: Row, load: Load, save: Save, delete: Callable[[str], None]) -> None:
    if [row[name] for name in NAMES] == [before.get(name) for name in NAMES]:
        return
    for name in _files(row):
        content = load(name)
        if content is not None:  # else it has been replaced since, and that change is noted too
            save(name, content)
    if before.get("picture") != row["picture"]:
        for name in _files(before):
            delete(name)


def delete_files(old: Connection, table: str) -> None:
    """Delete the files that the old side's rows name. The rows stay, so this can be repeated."""
    query = sql.SQL("SELECT picture FROM {} WHERE picture IS NOT NULL")
    for row in old.execute(query.format(sql.Identifier(table))):
        for name in _files(row):
            files.delete(name)


def _files(row: Row) -> list[str]:
    return [f"{row['picture']}", f"{row['picture']}.thumb"] if row.get("picture") else []
