"""One part of a stage: its table in parts.toml, with all variables filled in."""

import signal
from collections.abc import Callable, Collection
from dataclasses import dataclass, field, replace

from . import ports


@dataclass
class Part:
    name: str
    command: list[str]
    before: list[list[str]] = field(default_factory=list)
    then: list[list[str]] = field(default_factory=list)
    needs: list[str] = field(default_factory=list)
    after: list[str] = field(default_factory=list)
    uses: list[str] = field(default_factory=list)
    env: dict[str, str] = field(default_factory=dict)
    offers: dict[str, str] = field(default_factory=dict)
    commands: dict[str, list[str]] = field(default_factory=dict)
    only_with: str = ""
    replaced_by: str = ""
    ready: str = ""
    link: str = ""
    stop_signal: str = "SIGTERM"
    copies: bool = False
    port: int = 0  # 0: it listens nowhere
    number: int = 1  # of the copy
    original: str = ""  # the name of the first copy
    again: Callable[[str, int], "Part"] | None = None  # makes another copy

    @property
    def stop_number(self) -> int:
        return signal.Signals[self.stop_signal]


def copy(part: Part, number: int, taken: Collection[int]) -> Part:
    """Another copy of this part. taken: reserved ports, even if nothing listens there now."""
    if part.again is None:
        raise ValueError(f"{part.name} was not read from parts.toml")
    name = f"{part.name}.{number}"
    own = part.again(name, ports.free(but=taken) if part.port else 0)
    env = part.env | own.env
    made = replace(own, original=part.name, number=number, env=env, before=[])
    return replace(made, needs=part.needs, after=part.after, uses=part.uses)
