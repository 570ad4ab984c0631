"""A trace as a waterfall: what began when, below what called it, and how long it took."""

import re

BAR = 40  # characters for the whole trace
_ID = re.compile(r"[0-9a-f]{8}-[0-9a-f-]{27}")


def lines(spans):
    """spans: of one trace."""
    began = min(span.start for span in spans)
    whole = max(span.end for span in spans) - began
    rows = [(span, "  " * depth + short(span.name)) for span, depth in in_depth(spans)]
    names = max(len(name) for _, name in rows)
    services = max(len(span.service) for span in spans)
    yield f"{'service':<{services}}  {'span':<{names}}  {'start':>7}  {'ms':>7}"
    for span, name in rows:
        numbers = f"{(span.start - began) * 1000:>7.1f}  {span.ms:>7.1f}"
        bar = _bar(span.start - began, span.end - span.start, whole)
        yield f"{span.service:<{services}}  {name:<{names}}  {numbers}  {bar}".rstrip()


def in_depth(spans):
    """[(span, depth)], each below its parent; whose parent is not there stands at the margin."""
    known = {span.id for span in spans}
    roots = [span for span in spans if span.parent_id not in known]
    return [pair for root in roots for pair in _below(root, spans, 0)]


def short(name):
    """Ids say nothing to the eye."""
    return _ID.sub("…", name).replace("/api/v1", "")


def _below(span, spans, depth):
    yield span, depth
    for child in spans:
        if child.parent_id == span.id:
            yield from _below(child, spans, depth + 1)


def _bar(offset, length, whole):
    before = round(offset / whole * BAR)
    return " " * before + "█" * max(1, round(length / whole * BAR))
