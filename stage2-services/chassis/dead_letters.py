"""Events that fail again and again: counted, and set aside in a stream of the service's own, where
they hold nobody up (the dead letter channel of Enterprise Integration Patterns).

| key            | type   | what it has                                                        |
| -------------- | ------ | ------------------------------------------------------------------ |
| tries:SERVICE  | hash   | how often an event has come again, until it is done or set aside   |
| dead:SERVICE   | stream | number (in its stream), stream, id, content, traceparent, error    |

`make redrive STAGE=2` puts them back: redrive.py.
"""

from . import connections, telemetry
from .config import config
from .valkey import Fields

TRIES = 8
COUNTED_SECONDS = 24 * 3600  # what is left of a count whose event went elsewhere


def tries(stream: str, number: str) -> int:
    """Which try this is of an event that comes again: 2 or more."""
    redis, key = connections.durable(), f"tries:{config().service}"
    count = 1 + redis.hincrby(key, _field(stream, number))
    redis.expire(key, COUNTED_SECONDS)
    return count


def uncount(stream: str, number: str) -> None:
    """It was no try of the event's: a neighbour was away."""
    connections.durable().hincrby(f"tries:{config().service}", _field(stream, number), -1)


def forget(stream: str, number: str) -> None:
    connections.durable().hdel(f"tries:{config().service}", _field(stream, number))


def set_aside(stream: str, number: str, fields: Fields, error: str) -> None:
    """To be acknowledged by the caller after this: a crash in between sets it aside twice."""
    letter = {**fields, "stream": stream, "number": number, "error": error}
    connections.durable().xadd(f"dead:{config().service}", letter)
    telemetry.events_set_aside.labels(stream).inc()
    telemetry.write("event set aside", level=40, stream=stream, event_id=fields.get("id", ""))


def _field(stream: str, number: str) -> str:
    return f"{stream} {number}"
