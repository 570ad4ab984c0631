"""XRAY: whether the control room stands beside a stage, and gets its spans (ADR 51)."""

import tomllib
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from .shapes import File, Table

CHOICES = ["off", "on"]  # the first when it is not given
PART = Path(__file__).parents[1] / "control_room" / "part.toml"
NAME, APP = "control-room", "control_room.app:create_app"


def is_on(given: Mapping[str, str]) -> bool:
    """given: the user's environment."""
    return (given.get("XRAY") or CHOICES[0]) == "on"


def beside(file: File) -> File:
    """The stage's parts.toml with the control room, which every part tells what it does."""
    room = _part()
    room["env"]["STAGE"] = file["stage"]["folder"]
    if "room" in file["stage"]:
        room["command"] = [
            file["stage"]["room"] if word == APP else word for word in room["command"]
        ]
    for table in file["parts"].values():
        table["uses"] = [*table.get("uses", []), NAME]
    file["parts"][NAME] = room
    return file


def _part() -> Table:
    found: Any = tomllib.loads(PART.read_text("utf-8"))
    return found
