"""The payment provider's switches: shared/payment_sandbox/switches.py."""

import json
from typing import Any
from urllib.request import ProxyHandler, Request, build_opener

from local.shapes import Run

PATIENCE = 2  # seconds
OPENER = build_opener(ProxyHandler({}))
Switches = dict[str, Any]  # in the sandbox's format


def switches(run: Run) -> Switches | None:
    """The current switches; None while the sandbox is unavailable."""
    try:
        return _call(run, "GET")
    except (OSError, KeyError):
        return None


def switch(run: Run, wanted: Switches) -> Switches:
    """Set switches and return all. OSError if the sandbox is unavailable, or refuses them."""
    return _call(run, "POST", wanted)


def _call(run: Run, method: str, body: Switches | None = None) -> Switches:
    if run["parts"]["sandbox"]["state"] != "ready":
        raise ConnectionError("the provider is down")
    url = f"http://127.0.0.1:{run['parts']['sandbox']['port']}/sandbox/switches"
    content = None if body is None else json.dumps(body).encode()
    asked = Request(url, content, {"Content-Type": "application/json"}, method=method)
    with OPENER.open(asked, timeout=PATIENCE) as answer:
        return json.loads(answer.read())
