"""A trace in a terminal of 80 columns: what began when, below what it worked for, and how long."""

from collections.abc import Iterator, Sequence

from .reading import Span
from .sequence import arrows, participants
from .tree import folded, in_depth, label, summary

WIDTH = 80
DEEPEST = 14  # levels that are told by an indent
NAME, BAR = 42, 20  # columns; two numbers of 7 stand between them


def lines(spans: Sequence[Span]) -> Iterator[str]:
    """spans: of one trace."""
    began, whole = _extent(spans)
    shown = folded(spans)
    by_id = {span.id: span for span in shown}
    yield f"{'what':<{NAME}} {'began':>7} {'took':>7}  ms"
    for span, depth in in_depth(shown):
        note = summary(span)
        name = (
            " " * min(depth, DEEPEST)
            + label(span, by_id.get(span.parent_id))
            + (f" · {note}" if note else "")
        )
        numbers = f"{(span.start - began) / 1e6:>7.1f} {span.ms:>7.1f}"
        yield f"{cut(name, NAME):<{NAME}} {numbers}  {_bar(span, began, whole)}".rstrip()


def sequence(spans: Sequence[Span]) -> Iterator[str]:
    """Each arrow a line: → a request, ⇢ a message, ← an answer."""
    found, (began, _) = arrows(spans), _extent(spans)
    width = max(map(len, participants(found)), default=0)
    for arrow in found:
        sign = "⇢" if arrow.is_message else "←" if arrow.is_answer else "→"
        left, right = arrow.sender, arrow.receiver
        if arrow.is_answer:
            left, right = right, left
        ends = f"{left:>{width}} {sign} {right:<{width}}"
        yield cut(f"{(arrow.at - began) / 1e6:>7.1f}  {ends}  {arrow.text}", WIDTH)


def cut(text: str, width: int) -> str:
    return text if len(text) <= width else text[: width - 1] + "…"


def _extent(spans: Sequence[Span]) -> tuple[int, int]:
    """(when the first began, nanoseconds until the last ended)"""
    began = min(span.start for span in spans)
    return began, max(1, max(span.end for span in spans) - began)


def _bar(span: Span, began: int, whole: int) -> str:
    before = min(BAR - 1, round((span.start - began) / whole * BAR))
    length = max(1, round((span.end - span.start) / whole * BAR))
    return " " * before + "█" * min(length, BAR - before)
