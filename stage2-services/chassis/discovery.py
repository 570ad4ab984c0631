"""Where the copies of a service listen.

On one machine the supervisor keeps a file of the ready copies' addresses. In a cluster each service
has a name, given as CATALOG_URL and so on, with the cluster's load balancer behind it.
"""

import itertools
import json
import threading
import time
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path
from typing import TypedDict

from .config import config

LOOK_EVERY = 0.2  # seconds

Addresses = dict[str, list[str]]  # {service: [base URL]}


class _Known(TypedDict):
    read_at: float
    addresses: Addresses


_lock = threading.Lock()
_known: _Known = {"read_at": 0.0, "addresses": {}}
_turns: defaultdict[str, Iterator[int]] = defaultdict(itertools.count)  # of each service


# --8<-- [start:addresses]
def addresses(service: str) -> list[str]:
    """All base URLs of a service, beginning with the next in turn (round robin)."""
    found = config().fixed_addresses.get(service) or _listed().get(service, [])
    turn = next(_turns[service]) % len(found) if found else 0
    return found[turn:] + found[:turn]


# --8<-- [end:addresses]
def _listed() -> Addresses:
    file = config().addresses_file
    with _lock:
        if file and time.monotonic() - _known["read_at"] > LOOK_EVERY:
            _known["addresses"] = _read(file)
            _known["read_at"] = time.monotonic()
    return _known["addresses"]


def _read(file: Path) -> Addresses:
    try:
        return json.loads(file.read_text("utf-8"))
    except FileNotFoundError:
        return {}
