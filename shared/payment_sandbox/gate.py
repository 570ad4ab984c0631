"""Applies the switches to a call: before it runs, and when its response is sent."""

import time
from typing import TYPE_CHECKING

from . import switches
from .errors import refused_by_switch, unavailable
from .ledger import Ledger

if TYPE_CHECKING:
    from flask import Response


def hold_up(ledger: Ledger, call: str) -> None:
    on = _on(ledger, call)
    if "outage" in on and _use(ledger, "outage", call):
        raise unavailable()
    if "latency_ms" in on:
        time.sleep((_use(ledger, "latency_ms", call) or 0) / 1000)
    status = "refuse" in on and _use(ledger, "refuse", call)
    if status:
        raise refused_by_switch(status)


def line_is_dead(ledger: Ledger, call: str) -> bool:
    return "dead_line" in _on(ledger, call) and bool(_use(ledger, "dead_line", call))


def cut_off(response: "Response") -> "Response":
    """A response with its Content-Length but no body, so that the server drops the connection."""
    response.response = iter(())
    return response


def _on(ledger: Ledger, call: str) -> set[str]:
    """True if the switch is on. Only reads, since most calls meet no switch."""
    with ledger.reading() as db:
        state = switches.state(db)
    return {name for name, setting in state.items() if switches.applies(setting, call)}


def _use(ledger: Ledger, name: str, call: str) -> int | None:
    """The switch's value; None if another call has just used it up."""
    with ledger.writing("sandbox.switch") as db:
        return switches.use(db, name, call)
