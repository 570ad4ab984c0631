"""Calls to other services: `requests`, with a time-out, retries with jitter, and a circuit breaker.

Every endpoint under /internal is idempotent, so every call is retried.
"""

import random
import time
from collections import defaultdict
from functools import cache

import requests

from shop_rules import errors
from spans import recording
from spans.http import template
from spans.span import CLIENT, Attributes

from . import discovery, service_tokens, telemetry
from .breaker import Breaker
from .config import BASE, config
from .shapes import Json

CONNECT_SECONDS, READ_SECONDS = 1, 5
TRIES = 3
PAUSE_SECONDS = 0.05  # before the second try; twice as long before the third, and never exactly

_breakers: defaultdict[str, Breaker] = defaultdict(Breaker)


# --8<-- [start:call]
def call(
    service: str,
    method: str,
    path: str,
    body: Json = None,
    read_seconds: float = READ_SECONDS,
) -> Json:
    """Call another service and return the data of its response. Raises the ShopError that it
    answers with, or Unavailable if it doesn't answer."""
    with telemetry.measured(service):
        for attempt in range(TRIES):
            if attempt:
                time.sleep(random.uniform(0.5, 1.5) * PAUSE_SECONDS * 2 ** (attempt - 1))
            said: Attributes = {"shop.retry": attempt, "shop.breaker": _breakers[service].state}
            with _span(service, method, path, said):
                answer = _ask(service, method, path, body, read_seconds)
            if answer is not None:
                return _understood(answer)
    raise errors.Unavailable(f"{service} is unavailable.")


# --8<-- [end:call]
# --8<-- [start:ask]
def _ask(
    service: str, method: str, path: str, body: Json, read_seconds: float
) -> requests.Response | None:
    """The response, or None if a retry may help."""
    breaker, where = _breakers[service], discovery.addresses(service)
    if not where:
        return None
    if not breaker.lets_through():
        raise errors.Unavailable(f"{service} is unavailable.")
    try:
        answer = _session().request(
            method,
            f"{where[0]}{BASE}/internal{path}",
            json=body,
            headers=_headers(service),
            timeout=(CONNECT_SECONDS, read_seconds),
            allow_redirects=False,
        )
    except requests.RequestException as error:
        telemetry.write("no answer", level=30, neighbour=service, error=type(error).__name__)
        breaker.note(answered=False)
        if isinstance(error, requests.ReadTimeout):  # no retry: our caller has no time left for it
            raise errors.Unavailable(f"{service} did not respond in time.") from None
        return None
    breaker.note(answered=True)
    return answer if answer.status_code != 503 else None


# --8<-- [end:ask]
def trace() -> None:
    """Send each outgoing request's span along in it. Call it once per process."""
    if config().spans:
        from spans import outgoing

        outgoing.install({config().payment_url: "sandbox", config().identity.issuer: "identity"})


def _span(service: str, method: str, path: str, said: Attributes) -> recording.Maybe:
    return recording.step(f"{method} {template(path)}", CLIENT, {"peer.service": service, **said})


def _headers(service: str) -> dict[str, str]:
    return {
        "Authorization": f"Bearer {service_tokens.made(service)}",
        "X-Request-ID": telemetry.request_id(),
        "traceparent": telemetry.next_traceparent(),
    }


def _understood(answer: requests.Response) -> Json:
    if answer.status_code == 204:
        return None
    content = answer.json()
    if answer.ok:
        return content["data"]
    raise errors.from_problem(content)


@cache
def _session() -> requests.Session:
    """One pool of connections for all threads."""
    session = requests.Session()
    session.mount("http", requests.adapters.HTTPAdapter(pool_maxsize=32))
    session.trust_env = False  # ignore proxies and .netrc
    return session
