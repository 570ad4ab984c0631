"""What the page of a moving day gets, as JSON."""

from typing import TypedDict

from .journal import Told


class Unit(TypedDict):
    name: str
    holder: str  # old, new, nobody
    says: str  # how far it is to go
    goal: str
    next: bool  # whether it can go further, or back
    back: bool
    told: Told | None  # None before its move has begun


class Moment(TypedDict):
    at: float  # Unix seconds
    answered: dict[str, int]  # since the one before, by the part


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
    load: dict[str, int]  # what the people of the load did, and what they were refused
