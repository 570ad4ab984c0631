"""The data of the page that compares the stages: the spans of each, through this room (ADR 52)."""

from typing import TypedDict
from urllib.parse import parse_qsl

from local.data import Data

from . import others
from .places import Map, map_of
from .received import Arrived, Shown


class Told(TypedDict, total=False):
    """One stage: how to start it, or the spans that arrived there since the page's last request."""

    start: str  # the command that starts it, if it isn't running
    silent: bool  # its room is running, but did not answer this time
    map: Map  # for a page that has no cursor yet
    cursor: str  # for the next request
    spans: list[Shown]


def told(own: Data, mine: Arrived, query: str) -> dict[str, Told]:
    """{stage: its news}. query: "stage1=…&stage2=…", the cursors that the page got last."""
    rooms, cursors = others.rooms(own), dict(parse_qsl(query))
    return {
        stage: _of(own, stage, mine, rooms.get(stage), cursors.get(stage, ""))
        for stage in others.STAGES
    }


def _of(own: Data, stage: str, mine: Arrived, room: others.Room | None, cursor: str) -> Told:
    try:
        if stage == own.stage:
            found = mine.since(cursor)
        elif room:
            found = others.spans(room, cursor)
        else:
            return {"start": others.how(own, stage)}
    except OSError:
        return {"start": others.how(own, stage), "silent": True}
    answer: Told = {"cursor": found["cursor"], "spans": found["spans"]}
    return answer if cursor else {**answer, "map": map_of(stage)}
