"""Stops each part in turn, and records what still answers: a cell each.

works   as ever
waits   accepted, and done when the part is back
503     the contract's refusal, at once
late    the refusal, but only after a time-out: a bug, as is any other status
"""

import time
from functools import partial

from tests.contract.steps import SETTLED, accepted, at_once, refused

from . import operations
from .parts import away

LATE_SECONDS = 4  # each time-out between the parts is longer than that, with its second try
STILL_SECONDS = 2  # after which an order that should wait is looked at
ENDS = {"order": ("buyer", "confirmed"), "cancel": ("regretter", "cancelled")}


def row(world, part, expected):
    """{operation: cell}. expected: the same, and how long to wait for orders goes by it."""
    world.prepare(partial(_all_read, world))
    with away(world.stage, part):
        calls = [partial(_cell, world, name, expected.get(name)) for name in operations.ALL]
        cells = at_once(*calls)
    return dict(zip(operations.ALL, cells, strict=True))


def _all_read(world):
    answers = at_once(*(partial(ask, world) for ask in operations.READING.values()))
    assert {answer.status_code for answer in answers} == {200}


def _cell(world, name, expected):
    started = time.monotonic()
    answer = operations.ALL[name](world)
    seconds = time.monotonic() - started
    if answer.status_code == 503:
        refused(answer, 503)
        assert int(answer.headers["Retry-After"]) > 0
        return "503" if seconds < LATE_SECONDS else "late"
    if not answer.ok:
        return str(answer.status_code)
    return _outcome(world, name, answer, expected) if name in ENDS else "works"


def _outcome(world, name, answer, expected):
    """Whether an order gets where it should by now, or waits."""
    who, end = ENDS[name]
    person, order = getattr(world, who), answer.json()["data"]
    world.waiting.append((person, order, end))
    deadline = time.monotonic() + (STILL_SECONDS if expected == "waits" else SETTLED)
    while time.monotonic() < deadline:
        if accepted(person.get(f"/orders/{order['id']}"))["status"] == end:
            return "works"
        time.sleep(0.1)
    return "waits"
