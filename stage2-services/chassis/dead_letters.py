"""Dead letters: events that keep failing are counted, then moved to a stream of the service's own,
where they block no others (the dead letter channel of Enterprise Integration Patterns).

| key            | type   | what it has                                                        |
| -------------- | ------ | ------------------------------------------------------------------ |
| tries:SERVICE  | hash   | redeliveries of each event, until it is handled or a dead letter   |
| dead:SERVICE   | stream | number (in its stream), stream, id, content, traceparent, error    |

`make redrive STAGE=2` puts them back: redrive.py.
"""

from . import connections, telemetry
from .config import config
from .valkey import Fields

TRIES = 8
COUNTED_SECONDS = 24 * 3600  # after which the count of a vanished event expires


def tries(stream: str, number: str) -> int:
    """Count a redelivery of an event and return which try it is: 2 or more."""
    redis, key = connections.durable(), f"tries:{config().service}"
    count = 1 + redis.hincrby(key, _field(stream, number))
    redis.expire(key, COUNTED_SECONDS)
    return count


def uncount(stream: str, number: str) -> None:
    """Undo the count: the try failed because another service was down, not because of the event."""
    connections.durable().hincrby(f"tries:{config().service}", _field(stream, number), -1)


def forget(stream: str, number: str) -> None:
    connections.durable().hdel(f"tries:{config().service}", _field(stream, number))


def set_aside(stream: str, number: str, fields: Fields, error: str) -> None:
    """Add a dead letter. The caller acknowledges after that: a crash in between adds it twice."""
    letter = {**fields, "stream": stream, "number": number, "error": error}
    connections.durable().xadd(f"dead:{config().service}", letter)
    telemetry.events_set_aside.labels(stream).inc()
    telemetry.write("event dead-lettered", level=40, stream=stream, event_id=fields.get("id", ""))


def _field(stream: str, number: str) -> str:
    return f"{stream} {number}"
