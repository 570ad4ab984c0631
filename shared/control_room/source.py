"""The real source file behind a node of the map, and the page that a mission says to read."""

from pathlib import Path
from typing import TypedDict

from .places import Map

ROOT = Path(__file__).resolve().parents[2]


class Source(TypedDict):
    file: str  # from the project's folder
    text: str


def of_node(places: Map, name: str) -> Source | None:
    """The source of a node, or what the mission of that id says to read. None if neither is there:
    no path is built from a client's input. None too on the branch of a stage (`make branches`),
    where the files are elsewhere."""
    pages = {mission["id"]: mission["read"] for mission in places["missions"]}
    file = places["nodes"].get(name, {}).get("file") or pages.get(name)
    if not file or not (ROOT / file).is_file():
        return None
    return {"file": file, "text": (ROOT / file).read_text("utf-8")}
