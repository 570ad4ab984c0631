"""Asks the receiver of a shop that runs for its traces."""

import json
import time
from collections.abc import Mapping
from typing import Any
from urllib.request import ProxyHandler, build_opener

from local.refusal import Refusal

from .reading import Span, from_json

PATIENCE = 5  # seconds for one answer
QUIET, WITHIN = 1.5, 30.0  # seconds: a trace to which nothing is added for so long is complete
PAUSE = 0.2


def newest(url: str) -> list[Span]:
    """The first span of each trace, the trace that was last added to first."""
    return _asked(f"{url}/traces")


def trace(url: str, trace_id: str, quiet: float = QUIET) -> list[Span]:
    """Its spans, once no more arrive; [] if the receiver does not know it."""
    known, since, deadline = -1, time.monotonic(), time.monotonic() + WITHIN
    while True:
        found, now = _asked(f"{url}/traces/{trace_id}"), time.monotonic()
        if len(found) != known:
            known, since = len(found), now
        if now - since >= quiet or now > deadline:
            return found
        time.sleep(PAUSE)


def _asked(url: str) -> list[Span]:
    try:
        with build_opener(ProxyHandler({})).open(url, timeout=PATIENCE) as answer:
            found: list[Mapping[str, Any]] = json.loads(answer.read())
    except OSError as error:
        raise Refusal(f"{url} does not answer ({error}).") from None
    return [from_json(each) for each in found]
