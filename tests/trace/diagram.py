"""A trace as a Mermaid sequence diagram: who asked whom, and what came by a queue or a stream.

Databases are left out: everybody asks one, and it would hide the rest.

https://mermaid.js.org/syntax/sequenceDiagram.html: ->> is a solid arrow, --) a dashed open one.
"""

from .waterfall import short

CLIENT = "client"

# From left to right, in the picture of each stage at the same place.
DOORS = ("gateway", "api", "shop")
OF_CATALOG = ("catalog", "catalog-worker", "note_stock")
OF_ORDERS = ("orders", "relay_orders", "orders-worker", "settle_order")
FEATURES = ("accounts", *OF_CATALOG, "inventory", "cart", *OF_ORDERS, "payments", "notifications")
PLACES = (CLIENT, *DOORS, *FEATURES, "provider")

# Narrow enough for a page.
LOOK = """---
config:
  fontSize: 12
  sequence: {useMaxWidth: false, width: 67, height: 36, actorMargin: 0, diagramMarginX: 2,
    mirrorActors: false, wrap: true, wrapPadding: 1}
---"""


def mermaid(spans, about=None):
    """spans: of one trace, in the order they began. about: what to note below."""
    by_id = {span.id: span for span in spans}
    arrows = [arrow for span in spans for arrow in _arrows(span, by_id.get(span.parent_id))]
    names = {name for arrow in arrows for name in arrow[1:3]}
    everybody = sorted(names, key=PLACES.index)
    yield LOOK
    yield "sequenceDiagram"
    yield f"    participant {CLIENT} as buyer"
    yield from (f"    participant {_word(name)} as {_wrapped(name)}" for name in everybody[1:])
    steps = sorted([*arrows, *_ends(spans)], key=lambda step: step[0])
    yield from (f"    {_line(*step[1:])}" for step in steps)
    if about:
        yield f"    Note over {_word(everybody[0])},{_word(everybody[-1])}: {about}"


def _arrows(span, parent):
    """(when, from, to, arrow, text)"""
    name = _breakable(short(span.name))
    if parent is None:
        yield span.start, CLIENT, span.service, "->>", name
    elif span.by:
        task = f": {name}" if span.by == "queue" else ""
        yield span.start, parent.service, span.service, "--)", f"{span.by}{task}"
    elif parent.service != span.service:
        yield span.start, parent.service, span.service, "->>", f"{name} ({_ms(span.ms)})"
    elif span.to == "provider":
        yield span.start, span.service, span.to, "->>", f"{name} ({_ms(span.ms)})"


def _ends(spans):
    """When the client had its answer, and when what a queue had brought was done."""
    first, *later = spans
    yield first.end, first.service, CLIENT, "-->>", f"answered after {_ms(first.ms)}"
    for span in later:
        if span.by == "queue":
            after = _ms((span.end - first.start) * 1000)
            yield span.end, span.service, span.service, "note", f"done after {after}"


def _line(a, b, kind, text):
    if kind == "note":
        return f"Note over {_word(a)}: {text}"
    return f"{_word(a)}{kind}{_word(b)}: {text}"


def _word(name):
    """Mermaid takes no hyphen in a name."""
    return name.replace("-", "_")


def _ms(milliseconds):
    return f"{milliseconds:.0f}\u00a0ms"  # in one line


def _breakable(name):
    """Lines are broken at blanks only."""
    return name.replace("/internal", "").replace("/…/", "/… /")


def _wrapped(name):
    cut = name.replace("-", "-<br/>").replace("_", "_<br/>")
    return cut.replace("notifications", "notifi-<br/>cations")
