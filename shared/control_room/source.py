"""The real source file behind a node of the map."""

from pathlib import Path
from typing import TypedDict

from .places import Map

ROOT = Path(__file__).resolve().parents[2]


class Source(TypedDict):
    file: str  # from the project's folder
    text: str


def of_node(places: Map, name: str) -> Source | None:
    """The source of a node, None if it isn't on the map: no path is built from a client's input.
    None too on the branch of a stage (`make branches`), where the files are elsewhere."""
    file = places["nodes"].get(name, {}).get("file")
    if not file or not (ROOT / file).is_file():
        return None
    return {"file": file, "text": (ROOT / file).read_text("utf-8")}
