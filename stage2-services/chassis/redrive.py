"""python -m chassis.redrive: events that were set aside, once more. For when their cause is mended.

From the environment: REDIS_URL, of the durable server and of a user who may do everything.

An event goes back to the service that failed on it, and to no other: it becomes one that this
service was given and has not acknowledged. Where it has left its stream meanwhile, it is told to
all, who know by its id what they have done.
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
