"""Where the switches take hold of a call: before it is looked at, and when its answer leaves."""

import time

from . import switches
from .errors import refused_by_switch, unavailable


def hold_up(ledger, call):
    on = _on(ledger, call)
    if "outage" in on and _use(ledger, "outage", call):
        raise unavailable()
    if "latency_ms" in on:
        time.sleep((_use(ledger, "latency_ms", call) or 0) / 1000)
    status = "refuse" in on and _use(ledger, "refuse", call)
    if status:
        raise refused_by_switch(status)


def line_is_dead(ledger, call):
    return "dead_line" in _on(ledger, call) and bool(_use(ledger, "dead_line", call))


def cut_off(response):
    """Keeps the promised Content-Length and sends no body: the server drops the connection."""
    response.response = iter(())
    return response


def _on(ledger, call):
    """A read: most calls meet no switch and need not write."""
    with ledger.reading() as db:
        state = switches.state(db)
    return {name for name, setting in state.items() if switches.applies(setting, call)}


def _use(ledger, name, call):
    """None if another call has just used the switch up."""
    with ledger.writing("sandbox.switch") as db:
        return switches.use(db, name, call)
