"""Finds the supervisor of a data folder, and sends it orders."""

import time
from collections.abc import Callable
from typing import Unpack

from . import remains
from .channel import ask
from .data import RUN, Data
from .refusal import Refusal
from .shapes import Order, Reply, Run

PATIENCE = 60  # seconds


def runs(data: Data) -> bool:
    """True if a stage runs. False also if run.json is left over from a killed supervisor."""
    run: Run = data.read(RUN)
    return bool(run) and remains.is_the_same(run["supervisor"])


def running(data: Data) -> Run:
    """The run.json of the running stage. Raises Refusal if none runs."""
    if not runs(data):
        raise Refusal(f"Nothing runs on {data.path}. Start it: make {data.stage}")
    return data.read(RUN)


def tell(data: Data, **order: Unpack[Order]) -> Reply:
    port = running(data)["supervisor"]["control"]
    try:
        answer = ask(port, data.read("secrets.json")["control"], **order)
    except (OSError, EOFError) as error:
        raise Refusal(f"The shop on {data.path} does not answer: {error}") from None
    if "refused" in answer:
        raise Refusal(answer["refused"])
    return answer


def named(data: Data, part: str | None) -> str:
    if not part:
        raise Refusal(f"Which part? P={' or P='.join(running(data)['parts'])}")
    return part


def wait(happened: Callable[[], object]) -> None:
    deadline = time.monotonic() + PATIENCE
    while not happened():
        if time.monotonic() > deadline:
            raise Refusal(f"That did not happen within {PATIENCE} s.")
        time.sleep(0.1)
