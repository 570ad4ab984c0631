"""The number of sign-ins and sign-ups of each client in this minute, in this process's memory.

Stage 1 is one process. Several behind one address would each allow the full limit.
"""

import threading
from typing import TypedDict

from flask import request

from shop_rules import rates

from .config import config


class _Counted(TypedDict):
    minute: int
    requests: dict[str, int]  # by client, in that minute


_lock = threading.Lock()
_counted: _Counted = {"minute": 0, "requests": {}}


def count_sign_in() -> None:
    """Raise 429 if the client has reached its limit for this minute."""
    forwarded = request.headers.get("X-Forwarded-For")
    client = rates.client(request.remote_addr or "", forwarded, config().trusted_proxies)
    with _lock:
        if _counted["minute"] != rates.minute():
            _counted.update({"minute": rates.minute(), "requests": {}})
        requests = _counted["requests"]
        requests[client] = requests.get(client, 0) + 1
    rates.check(requests[client], config().sign_ins_a_minute)
