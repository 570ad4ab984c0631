"""Finds the supervisor of a data folder and talks to it."""

from . import remains
from .channel import ask
from .data import RUN
from .refusal import Refusal


def runs(data):
    """False also when run.json is left over from a supervisor that was killed."""
    run = data.read(RUN)
    return bool(run) and remains.is_the_same(run["supervisor"])


def running(data):
    """run.json, of a stage that runs."""
    if not runs(data):
        raise Refusal(f"Nothing runs on {data.path}. Start it: make {data.stage}")
    return data.read(RUN)


def tell(data, **order):
    port = running(data)["supervisor"]["control"]
    try:
        answer = ask(port, data.read("secrets.json")["control"], **order)
    except (OSError, EOFError) as error:
        raise Refusal(f"The shop on {data.path} does not answer: {error}") from None
    if "refused" in answer:
        raise Refusal(answer["refused"])
    return answer
