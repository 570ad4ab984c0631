"""A trace as a Mermaid sequence diagram, for the pages of the course.

https://mermaid.js.org/syntax/sequenceDiagram.html: ->> is a solid arrow, --) a dashed open one.
"""

from spans.sequence import BUYER, arrows, participants

# Narrow enough for a page.
LOOK = """---
config:
  fontSize: 12
  sequence: {useMaxWidth: false, width: 67, height: 36, actorMargin: 0, diagramMarginX: 2,
    mirrorActors: false, wrap: true, wrapPadding: 1}
---"""


def lines(spans, about=None):
    """spans: of one trace. about: what to note below."""
    found = arrows(spans)
    names = participants(found)
    yield LOOK
    yield "sequenceDiagram"
    yield from (f"    participant {_word(name)} as {_wrapped(name)}" for name in names)
    yield from (f"    {_line(arrow)}" for arrow in found)
    if about:
        yield f"    Note over {_word(names[0])},{_word(names[-1])}: {about}"


def _line(arrow):
    sign = "-->>" if arrow.is_answer else "--)" if arrow.is_message else "->>"
    text = arrow.text.replace("/internal", "").replace("/…/", "/… /").replace(" ms", "\u00a0ms")
    text = f"answered {text}" if arrow.is_answer and arrow.receiver == BUYER else text
    return f"{_word(arrow.sender)}{sign}{_word(arrow.receiver)}: {text}"


def _word(name):
    """Mermaid takes no hyphen in a name."""
    return name.replace("-", "_")


def _wrapped(name):
    cut = name.replace("-", "-<br/>").replace("_", "_<br/>")
    return cut.replace("notifications", "notifi-<br/>cations")
