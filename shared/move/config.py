"""All settings of a move's parts, read from the environment. No other module reads them."""

import os
from dataclasses import dataclass
from functools import cache
from pathlib import Path

OLD = "old"  # the database of stage 1; one of a service has the service's name
OLD_SIDE = "shop"  # the part that is stage 1
SERVICES = ("catalog", "notifications", "orders", "inventory", "payments", "accounts")


@dataclass(frozen=True)
class Config:
    data: Path  # the folder of the whole shop
    databases: dict[str, str]  # {OLD, or a service: URL}
    url: str  # of the gateway, including the prefix of the contract's paths
    ready_file: Path | None  # a worker touches it once it is ready


@cache
def config() -> Config:
    read = os.environ.get
    named = ((name, read(f"MOVE_{name.upper()}")) for name in (OLD, *SERVICES))
    ready = read("READY_FILE")
    return Config(
        data=Path(read("MOVE_DATA") or read("DATA", ".data/move")).resolve(),
        databases={name: url for name, url in named if url},
        url=read("MOVE_URL", ""),
        ready_file=Path(ready) if ready else None,
    )


def say_ready() -> None:
    """Report to the supervisor, which can't ask this process over HTTP."""
    file = config().ready_file
    if file:
        file.parent.mkdir(parents=True, exist_ok=True)
        file.touch()
