"""The JSON that the page of a moving day receives."""

from typing import TypedDict

from .journal import Told


class Unit(TypedDict):
    name: str
    holder: str  # old, new, nobody
    says: str  # the goal in words
    goal: str
    next: bool  # whether it can go one step further
    back: bool  # whether it can go one step back
    told: Told | None  # None before its move has begun


class Moment(TypedDict):
    at: float  # Unix seconds
    answered: dict[str, int]  # {part: answers since the moment before}


class HandOver(TypedDict):
    at: float
    unit: str
    to: str  # old, new
    ms: int  # how long requests were held back


class Path(TypedDict):
    path: str  # with its method, and "…" for an id
    now: str  # the part that answered last
    answered: dict[str, int]


class State(TypedDict):
    units: list[Unit]
    paused: bool
    history: list[Moment]
    hand_overs: list[HandOver]
    paths: list[Path]
    held: int
    refused: int
    load: dict[str, int]  # what the simulated customers and staff did, and how often they failed
