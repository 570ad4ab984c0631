"""Calls to other services by gRPC: what calls.py does for HTTP, and a deadline that travels.

A call has one deadline for all of its tries, and it is never later than that of our own caller.
"""

import random
import threading
import time
from collections import defaultdict
from collections.abc import Callable
from typing import Any

import grpc
import requests

from shop_rules import errors
from spans import recording
from spans.span import CLIENT, Attributes

from . import deadlines, discovery, rpc_errors, service_tokens, telemetry
from .breaker import Breaker
from .calls import CONNECT_SECONDS, PAUSE_SECONDS, READ_SECONDS, TRIES
from .config import BASE

Message = Any  # of the generated code
Stub = Callable[[grpc.Channel], Any]

# gRPC has retries and waits of its own. Without these, a service that was down for a while would
# count as down for up to 2 minutes after it is back, in all channels of the process.
OPTIONS = [
    ("grpc.enable_retries", 0),
    ("grpc.use_local_subchannel_pool", 1),
    ("grpc.min_reconnect_backoff_ms", 1000 * CONNECT_SECONDS),
    ("grpc.initial_reconnect_backoff_ms", 100),
    ("grpc.max_reconnect_backoff_ms", 500),
]

_breakers: defaultdict[str, Breaker] = defaultdict(Breaker)
_lock = threading.Lock()
_channels: dict[str, grpc.Channel] = {}  # by a copy's base URL. One connection carries all calls


# --8<-- [start:call]
def call(service: str, stub: Stub, method: str, request: Message) -> Message:
    """Call a method that is idempotent. Raises the ShopError that the service answers with, or
    Unavailable if it doesn't answer in time."""
    work = deadlines.Work(deadlines.left(READ_SECONDS))
    with telemetry.measured(service), deadlines.working(work):
        for attempt in range(TRIES):
            if attempt:
                time.sleep(random.uniform(0.5, 1.5) * PAUSE_SECONDS * 2 ** (attempt - 1))
            if not _left():
                break  # nothing is asked, so nothing counts against the service
            said: Attributes = {"shop.retry": attempt, "shop.breaker": _breakers[service].state}
            with _span(service, method, said):
                answer = _ask(service, stub, method, request)
            if answer is not None:
                return answer
    raise errors.Unavailable(f"{service} is unavailable.")


# --8<-- [end:call]
# --8<-- [start:ask]
def _ask(service: str, stub: Stub, method: str, request: Message) -> Message | None:
    """The response, or None if a retry may help."""
    breaker, where = _breakers[service], discovery.addresses(service)
    if not where:
        return None
    if not breaker.lets_through():
        raise errors.Unavailable(f"{service} is unavailable.")
    try:
        function = getattr(stub(_channel(service, where[0])), method)
        answer = function(request, timeout=_left(), metadata=_metadata(service))
    except (grpc.RpcError, requests.RequestException) as failed:
        _failed(service, where[0], failed)
        return None
    breaker.note(answered=True)
    return answer


def _failed(service: str, address: str, failed: Any) -> None:
    """Raise what the caller is to know. Returns if a retry may help."""
    is_rpc = isinstance(failed, grpc.RpcError)
    error = rpc_errors.raised(failed) if is_rpc else None
    name = failed.code().name if is_rpc else type(failed).__name__
    is_older = name == grpc.StatusCode.UNIMPLEMENTED.name  # a release without this method
    _breakers[service].note(answered=error is not None or is_older)
    if error is None:
        telemetry.write("no answer", level=30, neighbour=service, error=name)
        if name == grpc.StatusCode.DEADLINE_EXCEEDED.name:
            raise errors.Unavailable(f"{service} did not respond in time.") from None
        _forget(address)
    elif not isinstance(error, errors.Unavailable):
        raise error from None


# --8<-- [end:ask]
def _left() -> float:
    return deadlines.left(READ_SECONDS)


def _span(service: str, method: str, said: Attributes) -> recording.Maybe:
    known = {"rpc.system": "grpc", "rpc.method": method, "peer.service": service}
    return recording.step(f"{service}/{method}", CLIENT, {**known, **said})


def _metadata(service: str) -> tuple[tuple[str, str], ...]:
    """What HTTP has in its headers. Names in small letters, as HTTP/2 wants them."""
    return (
        ("authorization", f"Bearer {service_tokens.made(service)}"),
        ("x-request-id", telemetry.request_id()),
        ("traceparent", telemetry.next_traceparent()),
    )


# --8<-- [start:channel]
def _channel(service: str, address: str) -> grpc.Channel:
    """The connection to a copy, whose port it is asked for the first time."""
    channel = _channels.get(address)
    if channel is None:
        channel = grpc.insecure_channel(target(service, address), OPTIONS)
        with _lock:
            channel = _channels.setdefault(address, channel)
    return channel


def target(service: str, address: str) -> str:
    """Where a copy listens for gRPC, as host:port."""
    token = {"Authorization": f"Bearer {service_tokens.made(service)}"}
    url, wait = f"{address}{BASE}/internal/rpc", min(CONNECT_SECONDS, _left())
    with requests.Session() as session:
        session.trust_env = False  # ignore proxies
        answer = session.get(url, headers=token, timeout=wait)
    answer.raise_for_status()
    host = address.rpartition(":")[0].rpartition("/")[2]
    return f"{host}:{answer.json()['data']['port']}"


def _forget(address: str) -> None:
    """The copy may come back with another port. Calls under way keep the old connection."""
    with _lock:
        _channels.pop(address, None)


# --8<-- [end:channel]
