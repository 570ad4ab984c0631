"""The types of a stage's files (its parts.toml, and run.json and sign-ins.json in its data folder),
and of a supervisor's orders and answers."""

from typing import NotRequired, TypedDict

Stage = TypedDict(  # [stage] of parts.toml; "try" can't be written as a field
    "Stage",
    {
        "name": str,
        "folder": str,
        "door": str,
        "port": int,
        "address": str,
        "choices": NotRequired[dict[str, list[str]]],
        "settings": NotRequired[list[str]],
        "try": NotRequired[list[str]],
        "room": NotRequired[str],  # the application of its control room, if not the usual one
    },
)


class Table(TypedDict, total=False):
    """A part in parts.toml, before variables are filled in: parts.py explains each field."""

    command: list[str]
    before: list[list[str]]
    then: list[list[str]]
    needs: list[str]
    after: list[str]
    uses: list[str]
    env: dict[str, str]
    offers: dict[str, str]
    commands: dict[str, list[str]]
    only_with: str
    replaced_by: str
    ready: str
    port: str
    link: str
    stop_signal: str
    copies: bool


class File(TypedDict):
    include: NotRequired[dict[str, list[str]]]
    stage: Stage
    secrets: dict[str, str]
    parts: dict[str, Table]


class Process(TypedDict):
    pid: int  # 0: there is none
    started: float | None  # seconds since 1970


class Supervisor(Process):
    control: int  # the port of channel.py


class Shown(Process):
    """A part in run.json."""

    state: str
    port: int  # 0: it listens nowhere
    stop: int  # the signal that asks it to stop


class Run(TypedDict, total=False):
    """run.json; empty if there is none."""

    supervisor: Supervisor
    open: bool
    parts: dict[str, Shown]
    address: str
    stage: str  # the folder of its code
    offers: dict[str, str]
    links: dict[str, str]  # by the name of the part


class SignIn(TypedDict):
    email: str
    password: str


class Order(TypedDict):
    do: str
    part: NotRequired[str | None]
    name: NotRequired[str]  # of a command
    words: NotRequired[list[str]]
    count: NotRequired[int]


class Reply(TypedDict, total=False):
    refused: str  # the reason
    done: bool
    said: str
