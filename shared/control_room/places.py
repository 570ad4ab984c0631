"""The map of a stage: where its parts are drawn, read from maps/stage1.toml and the other maps.

The coordinates belong to a drawing of 780 by 490. A file has:

says         what a newcomer should see at once, in two short lines
[nodes]      kind (hull, door, room, process, store, queue, stream, provider, base); x and w, y and
             h: its left edge and width, its middle and height
  row        the responsibility it stands for; by default the one with its own name
  part       the part of parts.toml that it is, or that stores it
  function   the function of stage 3 that it is
  service    its name in spans, if that is another one
  code       the folder whose spans belong to it, if a part has several nodes
  of         the rows that a store keeps
  by, carries  the messaging.system and messaging.destination.name of a queue or stream
  dead       the dead-letter queues that a node counts together
  reader     the part that reads a stream here, if several do
  to           the services that read a stream, named where lines to them would cross others
  emptied    its reader deletes what it has handled, so the stream's length is what waits
  above, beside  where its name is drawn, because something else is below
  file       its source, shown beside the map
  still, waits  operations that work, or wait, while it is down (for stage 2: tests/apart/table.md)
[edges]      "from>to" = "kind x,y x,y …": a request, a message, or a write

A variant (docs/variants) adds to a stage's map with a file of its own, such as
stage1-cached-monolith.toml, with [nodes] and [edges]. One of the same name replaces the stage's.
"""

import tomllib
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any, TypedDict

FOLDER = Path(__file__).parent / "maps"
TOP, STEP = 48, 57  # of the rows
SIZES = {"room": 46, "door": 390}  # heights
MIDDLE = 219


class Node(TypedDict, total=False):
    kind: str
    name: str
    sub: str
    row: str
    part: str
    function: str
    service: str
    code: str
    of: list[str]
    by: str
    carries: list[str]
    dead: list[str]
    reader: str
    to: list[str]
    emptied: bool
    above: bool
    beside: bool
    file: str
    still: list[str]
    waits: list[str]
    x: int
    y: int
    w: int
    h: int


class Edge(TypedDict):
    kind: str  # request, message, write
    path: list[tuple[int, int]]


class Map(TypedDict):
    stage: str
    missions: list[dict[str, Any]]  # missions.toml
    says: list[str]
    rows: dict[str, int]  # y
    tables: dict[str, str]  # table: row
    lanes: dict[str, str]  # row: its name
    ends: dict[str, list[str]]  # final, undone: states that nothing else follows by itself
    nodes: dict[str, Node]
    edges: dict[str, Edge]


@cache
def map_of(stage: str) -> Map:
    """stage: "stage1", "stage2", "stage3"."""
    common, own = _read("common"), _with_variant(stage)
    rows = {row: TOP + STEP * number for number, row in enumerate(common["rows"])}
    return {
        "stage": stage,
        "missions": [each for each in _missions() if stage in each["stages"]],
        "says": own["says"],
        "rows": rows,
        "tables": {table: row for row, tables in common["tables"].items() for table in tables},
        "lanes": common["lanes"],
        "ends": common["states"],
        "nodes": {name: _node(name, node, rows) for name, node in own["nodes"].items()},
        "edges": {key: _edge(words) for key, words in own["edges"].items()},
    }


def _with_variant(stage: str) -> dict[str, Any]:
    """The stage's map, and in a variant's copy also what the variant adds to it."""
    own = _read(stage)
    for file in sorted(FOLDER.glob(f"{stage}-*.toml")):
        more = _read(file.stem)
        own["nodes"] |= more["nodes"]
        own["edges"] |= more["edges"]
    return own


def _missions() -> list[dict[str, Any]]:
    return tomllib.loads((FOLDER.parent / "missions.toml").read_text("utf-8"))["missions"]


def _read(name: str) -> dict[str, Any]:
    return tomllib.loads((FOLDER / f"{name}.toml").read_text("utf-8"))


def _node(name: str, given: Node, rows: Mapping[str, int]) -> Node:
    row = given.get("row", name if name in rows else "")
    height = given.get("h", SIZES.get(given["kind"], 0))
    filled: Node = {"name": name, "row": row, "y": rows.get(row, MIDDLE), "h": height}
    return {**filled, **given}


def _edge(words: str) -> Edge:
    kind, *points = words.split()
    pairs = [point.split(",") for point in points]
    return {"kind": kind, "path": [(int(x), int(y)) for x, y in pairs]}
