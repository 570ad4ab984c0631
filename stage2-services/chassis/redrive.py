"""python -m chassis.redrive: redeliver the dead letters, once their cause is fixed.

From the environment: REDIS_URL, of the durable server and of a user who may do everything.

An event goes back only to the service that failed on it, as one that this service has received and
not acknowledged. If the stream no longer contains the event, it is published to all consumers
again, which recognize it by its id.
"""

from . import connections
from .streams import ORPHANED_MS
from .valkey import Fields, Valkey


def redrive() -> None:
    server = connections.durable()
    for key in sorted(server.scan_iter("dead:*")):
        service, letters = key.removeprefix("dead:"), server.xrange(key)
        for place, letter in letters:
            _put_back(server, service, letter)
            server.xdel(key, place)
        print(f"{len(letters)} events back to {service}")


def _put_back(server: Valkey, service: str, letter: Fields) -> None:
    stream, number = f"stream:{letter['stream']}", letter["number"]
    if server.xrange(stream, number, number):
        server.xclaim(stream, service, "redrive", 0, [number], idle=ORPHANED_MS, force=True)
    else:
        event = {name: letter[name] for name in ("id", "content", "traceparent")}
        server.xadd(stream, event)


if __name__ == "__main__":
    redrive()
