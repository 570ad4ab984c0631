"""Events for the services of stage 2: send one, and find out whether all have been handled."""

from collections.abc import Iterable

from chassis import streams, telemetry

from .carts import valkey


def tell(stream: str, event_id: str, event: object) -> None:
    streams.add(stream, event_id, event, telemetry.next_traceparent())


def are_read(stream: str, groups: Iterable[str]) -> bool:
    """Whether these consumers have handled all events of a stream."""
    if not valkey().exists(f"stream:{stream}"):
        return True
    last = valkey().xinfo_stream(f"stream:{stream}")["last-generated-id"]
    known = {group["name"]: group for group in valkey().xinfo_groups(f"stream:{stream}")}
    return all(
        name in known and known[name]["pending"] == 0 and known[name]["last-delivered-id"] == last
        for name in groups
    )
