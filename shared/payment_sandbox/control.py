"""The sandbox's own endpoints under /sandbox, which the real provider does not have."""

import ipaddress

from flask import Blueprint, g, request

from . import switches
from .errors import Refusal
from .switches import State

control = Blueprint("control", __name__, url_prefix="/sandbox")


@control.before_request
def only_from_this_machine() -> None:
    """Refuse other machines, since these endpoints need no key."""
    if not ipaddress.ip_address(request.remote_addr or "").is_loopback:
        raise Refusal(403, "Only from the machine the sandbox runs on.")


@control.get("/requests")
def latest_requests() -> dict[str, list[object]]:
    """The last 500 calls since the start, oldest first."""
    return {"requests": list(g.calls)}


@control.get("/switches")
def show_switches() -> State:
    with g.ledger.reading() as db:
        return switches.state(db)


@control.post("/switches")
def turn_switches() -> State:
    wanted = switches.checked(request.get_json())
    with g.ledger.writing("sandbox.switch") as db:
        switches.turn(db, wanted)
        return switches.state(db)


@control.delete("/switches")
def turn_all_switches_off() -> State:
    with g.ledger.writing("sandbox.switch") as db:
        switches.turn_all_off(db)
        return switches.state(db)
