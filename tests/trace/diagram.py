"""A trace as a Mermaid sequence diagram: who asked whom, and what came by a queue or a stream.

https://mermaid.js.org/syntax/sequenceDiagram.html: ->> is a solid arrow, --) a dashed open one.
"""

from .waterfall import short

CLIENT = "client"
INSIDE = ("database",)  # asked by everybody: a line of its own would hide the rest


def mermaid(spans):
    """spans: of one trace, in the order they began."""
    by_id = {span.id: span for span in spans}
    arrows = [arrow for span in spans for arrow in _arrows(span, by_id.get(span.parent_id))]
    people = dict.fromkeys(name for arrow in arrows for name in arrow[:2])
    yield "sequenceDiagram"
    yield from (f"    participant {_word(name)} as {name}" for name in people)
    yield from (f"    {_word(a)}{kind}{_word(b)}: {text}" for a, b, kind, text in arrows)
    yield f"    Note over {CLIENT},{_word(spans[0].service)}: answered after {spans[0].ms:.0f} ms"


def _arrows(span, parent):
    """(from, to, arrow, text)"""
    name = short(span.name)
    if parent is None:
        yield CLIENT, span.service, "->>", name
    elif span.by:
        yield parent.service, span.service, "--)", f"{span.by}: {name}"
    elif parent.service != span.service:
        yield parent.service, span.service, "->>", f"{name} ({span.ms:.0f} ms)"
    elif span.to == "provider":
        yield span.service, span.to, "->>", f"{name} ({span.ms:.0f} ms)"


def _word(name):
    """Mermaid takes no hyphen in a name."""
    return name.replace("-", "_")
