"""XRAY: whether the control room stands beside a stage, and gets its spans (ADR 51).

It does, unless XRAY=off, or the user sends the spans elsewhere. A stage without a map has none.
"""

import tomllib
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from spans.settings import ENDPOINT

from .shapes import File, Table

CHOICES = ["on", "off"]  # the first when it is not given
FOLDER = Path(__file__).parents[1] / "control_room"
NAME, APP = "control-room", "control_room.app:create_app"
PORTS = {"stage1": "9001", "stage2": "9002", "stage3": "9003", "move": "9004"}  # if they are free


def is_on(file: File, given: Mapping[str, str]) -> bool:
    """given: the user's environment."""
    return _is_wanted(file, given) and not elsewhere(file, given)


def elsewhere(file: File, given: Mapping[str, str]) -> str:
    """Why there is no control room, though it is wanted: the spans go elsewhere. Else ""."""
    if not _is_wanted(file, given):
        return ""
    if given.get(ENDPOINT):
        return f"No control room: {ENDPOINT} is set, and gets the spans."
    if given.get("SPANS") == "on":
        return "No control room: with SPANS=on the spans are for make trace."
    return ""


def beside(file: File) -> File:
    """The stage's parts.toml with the control room, which every part tells what it does."""
    folder, room = file["stage"]["folder"], _part()
    room["env"]["STAGE"] = folder
    room["port"] = PORTS[folder]
    if "room" in file["stage"]:
        room["command"] = [
            file["stage"]["room"] if word == APP else word for word in room["command"]
        ]
    for table in file["parts"].values():
        table["uses"] = [*table.get("uses", []), NAME]
    file["parts"][NAME] = room
    return file


def _is_wanted(file: File, given: Mapping[str, str]) -> bool:
    has_map = file["stage"]["folder"] in PORTS and (FOLDER / "part.toml").is_file()
    return has_map and (given.get("XRAY") or CHOICES[0]) == "on"


def _part() -> Table:
    found: Any = tomllib.loads((FOLDER / "part.toml").read_text("utf-8"))
    return found
