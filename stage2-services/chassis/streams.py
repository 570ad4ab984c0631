"""Redis Streams: events, kept for any number of consumer groups, each at its own pace.

The consumers of a group share a stream: each event goes to one of them, and stays with it until it
is acknowledged. If that consumer dies, another claims the event (XAUTOCLAIM).
https://redis.io/docs/latest/develop/data-types/streams/
"""

import json
import os
import socket
from collections.abc import Callable, Iterable, Mapping

import redis

from spans import messages

from . import connections, dead_letters, loops, telemetry
from .config import config
from .shapes import Json
from .valkey import Events, Fields

KEPT = 100_000  # events a stream, about
AT_ONCE = 50
WAIT_MS = 1000
ORPHANED_MS = 5000  # an event not acknowledged for so long may be claimed


Handler = Callable[[str, Json], None]  # of an event's id and its content
Handlers = Mapping[str, Handler]  # {stream: its handler}


class DiedOver(Exception):
    """An event whose handler killed the process each time, so that no exception was recorded."""


# --8<-- [start:add]
def add(stream: str, event_id: str, content: object, traceparent: str) -> None:
    fields = {"id": event_id, "content": json.dumps(content), "traceparent": traceparent}
    connections.durable().xadd(_key(stream), fields, maxlen=KEPT, approximate=True)


# --8<-- [end:add]
def publish(stream: str, event_id: str, content: Mapping[str, object]) -> None:
    """Add an event of the request we are in, without an outbox: it's lost if Valkey is down."""
    with messages.sent("redis_streams", stream, content):
        add(stream, event_id, content, telemetry.next_traceparent())


def waiting(stream: str) -> int:
    """How many events a stream holds; of one that is emptied: how many are still to be handled."""
    return connections.durable().xlen(_key(stream))


# --8<-- [start:follow]
def follow(handlers: Handlers, away: loops.Errors = (), emptied: bool = False) -> loops.Work:
    """The body of a loop that handles new events.

    An event whose handler fails is not acknowledged, so it is redelivered; later events don't wait
    for it. After the eighth failure it moves to the dead letters. away: exceptions that mean
    another service is down; then all events wait. emptied: delete what was handled, from streams
    that no other service reads.
    """
    me = f"{socket.gethostname()}-{os.getpid()}"
    waits_for: loops.Errors = (*loops.AWAY, *away)

    def take_some() -> None:
        for stream in handlers:
            for number, fields in _orphaned(stream, me):
                take(stream, number, fields, dead_letters.tries(stream, number))
        for key, events in _new(handlers, me):
            for number, fields in events:
                take(key.removeprefix("stream:"), number, fields)

    # --8<-- [start:take]
    def take(stream: str, number: str, fields: Fields, tries: int = 1) -> None:
        try:
            _handle(stream, handlers[stream], fields, tries)
        except waits_for:
            if tries > 1:
                dead_letters.uncount(stream, number)
            raise
        except Exception as error:
            telemetry.write_failure("event failed", error, stream=stream, tries=tries)
            if tries < dead_letters.TRIES:
                return
            dead_letters.set_aside(stream, number, fields, repr(error))
        connections.followed().xack(_key(stream), _group(), number)
        if emptied:
            connections.durable().xdel(_key(stream), number)
        if tries > 1:
            dead_letters.forget(stream, number)

    # --8<-- [end:take]
    return take_some


def _handle(stream: str, handler: Handler, fields: Fields, tries: int) -> None:
    if not fields:  # it was trimmed
        return
    if tries > dead_letters.TRIES:
        raise DiedOver("The process died each time it handled this.")
    telemetry.begin(fields["traceparent"])
    content = json.loads(fields["content"])
    with messages.processed("redis_streams", stream, content, fields["traceparent"], tries):
        handler(fields["id"], content)


def _new(handlers: Handlers, me: str) -> list[tuple[str, Events]]:
    wanted = {_key(stream): ">" for stream in handlers}
    try:
        found = connections.followed().xreadgroup(_group(), me, wanted, AT_ONCE, WAIT_MS)
    except redis.ResponseError as error:
        _make_groups(error, handlers)
        return []
    return found or []


def _orphaned(stream: str, me: str) -> Events:
    try:
        found = connections.followed().xautoclaim(
            _key(stream), _group(), me, ORPHANED_MS, "0-0", AT_ONCE
        )
    except redis.ResponseError as error:
        _make_groups(error, [stream])
        return []
    return found[1]


def _make_groups(error: redis.ResponseError, streams: Iterable[str]) -> None:
    """Create the groups, from the beginning of the stream, if Valkey has lost their positions."""
    if not str(error).startswith("NOGROUP"):
        raise error
    for stream in streams:
        try:
            connections.followed().xgroup_create(_key(stream), _group(), "0", mkstream=True)
        except redis.ResponseError:
            continue  # the group exists: another copy of this service was faster


def _key(stream: str) -> str:
    return f"stream:{stream}"


def _group() -> str:
    return config().service
