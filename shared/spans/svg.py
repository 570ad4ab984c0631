"""A trace as a sequence diagram, drawn as SVG: colors and fonts come from the page's style."""

from collections.abc import Iterator, Sequence
from html import escape

from .reading import Span
from .sequence import Arrow, arrows, participants
from .waterfall import cut

COLUMN, ROW, TOP, SIDE = 112, 34, 46, 64  # units of the drawing
TEXT = 7.1  # of a letter, about


def drawing(spans: Sequence[Span]) -> str:
    found = arrows(spans)
    names = participants(found)
    x = {name: SIDE + COLUMN * number for number, name in enumerate(names)}
    width, height = 2 * SIDE + COLUMN * (len(names) - 1), TOP + ROW * (len(found) + 1)
    parts = [*_columns(x, height), *_rows(found, x)]
    size = f'viewBox="0 0 {width} {height}" width="{width}" height="{height}"'
    title = "<title>Who asked whom, from top to bottom</title>"
    return f'<svg role="img" class="sequence" {size}>{title}{"".join(parts)}</svg>'


def _columns(x: dict[str, int], height: int) -> Iterator[str]:
    for name, at in x.items():
        box = f'x="{at - 53}" y="6" width="106" height="28" rx="6"'
        yield f'<line class="life" x1="{at}" y1="34" x2="{at}" y2="{height - 8}"/>'
        yield f'<rect class="who" {box}/><text class="who" x="{at}" y="25">{escape(name)}</text>'


def _rows(found: Sequence[Arrow], x: dict[str, int]) -> Iterator[str]:
    for number, arrow in enumerate(found):
        start, end, y = x[arrow.sender], x[arrow.receiver], TOP + ROW * (number + 1)
        kind = "message" if arrow.is_message else "answer" if arrow.is_answer else "request"
        if start == end:
            path, middle, room = f"M{start} {y - 8}h34v12h-30", start + 40.0, 90
        else:
            tip = end - 3 if end > start else end + 3
            path, middle, room = f"M{start} {y}H{tip}", (start + end) / 2, abs(end - start) + 60
        anchor = ' class="side"' if start == end else ""
        words = escape(cut(arrow.text, max(16, int(room / TEXT))))
        yield f'<path class="{kind}" d="{path}"/>'
        yield f'<text{anchor} x="{middle:g}" y="{y - 6}">{words}</text>'
        yield f'<path class="tip {kind}" d="{_tip(start, end, y)}"/>'


def _tip(start: int, end: int, y: int) -> str:
    if start == end:
        return f"M{start + 2} {y + 4}l9 -4v8z"
    back = -9 if end > start else 9
    return f"M{end} {y}l{back} -4v8z"
