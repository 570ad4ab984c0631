"""The spans of one trace in the order to show them: each below the one that it worked for."""

import json
import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from .reading import Span

_ID = re.compile(r"<[a-z_]+>|[0-9a-f]{8}-[0-9a-f-]{27}|\{\w+\}")
_PREFIX = re.compile(r"/api(?:/v[0-9]+)?|/internal(?=/)")
OUTER = "SERVER", "CONSUMER"


def in_depth(spans: Sequence[Span]) -> list[tuple[Span, int]]:
    """[(span, depth)]; who has no parent among them stands at the margin."""
    known = {span.id for span in spans}
    below: dict[str, list[Span]] = {}
    for span in spans:
        below.setdefault(span.parent_id if span.parent_id in known else "", []).append(span)
    return [pair for root in below.get("", []) for pair in _walk(root, below, 0)]


def folded(spans: Sequence[Span]) -> list[Span]:
    """Drop the spans of requests and messages whose receiver recorded a span too."""
    received = {span.parent_id for span in spans if span.kind in OUTER}
    sent = {
        s.id: s.parent_id for s in spans if s.id in received and s.kind in ("CLIENT", "PRODUCER")
    }
    outbox = {s.id for s in spans if s.attributes.get("messaging.system") == "outbox"}
    sent |= {s.id: s.parent_id for s in spans if s.id in outbox and s.parent_id}
    return [replace(s, parent_id=_above(s.parent_id, sent)) for s in spans if s.id not in sent]


def _above(parent: str, left_out: dict[str, str]) -> str:
    while parent in left_out:
        parent = left_out[parent]
    return parent


def _walk(span: Span, below: dict[str, list[Span]], depth: int) -> Iterator[tuple[Span, int]]:
    yield span, depth
    for child in below.get(span.id, []):
        if child is not span:
            yield from _walk(child, below, depth + 1)


def short(name: str) -> str:
    """Ids and the prefix that every path has say nothing to the eye."""
    return _PREFIX.sub("", _ID.sub("…", name))


def label(span: Span, parent: Span | None) -> str:
    """With the part that does it, where that is another than before."""
    name = short(span.name)
    changes = parent is None or parent.service != span.service
    return f"{span.service}: {name}" if changes else name


def who(span: Span, spans: Sequence[Span]) -> str:
    """The participant that does it: a part; in a shop of one part, the feature that is entered."""
    if span.kind == "INTERNAL" and len({each.service for each in spans}) == 1:
        return span.name.partition(".")[0]
    return span.service


def rows(span: Span) -> list[dict[str, str]]:
    """That it wrote: table, and key and status where they are known."""
    try:
        found: list[dict[str, str]] = json.loads(str(span.attributes.get("shop.rows", "[]")))
    except ValueError:
        return []
    return found


def summary(span: Span) -> str:
    """What a reader may want to know besides the name, in a few words."""
    said, words = span.attributes, []
    if "http.response.status_code" in said and span.kind == "SERVER":
        words.append(str(said["http.response.status_code"]))
    words += [f"{count} row{'s'[: count > 1]}"] if (count := len(rows(span))) else []
    words += [f"retry {said['shop.retry']}"] if said.get("shop.retry") else []
    words += [f"cache {said['shop.cache']}"] if "shop.cache" in said else []
    words += ["replayed"] if said.get("shop.replayed") else []
    if said.get("shop.breaker", "closed") != "closed":
        words.append(f"breaker {said['shop.breaker']}")
    return ", ".join([*words, span.error] if span.error and span.error not in words else words)
