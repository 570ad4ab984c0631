"""A chart of lines that cross: both axes by powers of ten, each line with its name at its end."""

import math
from xml.sax.saxutils import escape

WIDTH, HEIGHT = 720, 400
LEFT, RIGHT, TOP, BOTTOM = 70, 150, 20, 50
COLOURS = ("#009688", "#3f8fd2", "#b0629f", "#e06c2e")  # seen on white and on black
GREY = "#888888"
STEPS = 120  # points of a line
APART = 16  # pixels between two names


def svg(lines, across, up, names):
    """lines: {name: y(x)}; across, up: (least, most), powers of ten; names: of the two axes."""
    xs = [across[0] * (across[1] / across[0]) ** (step / STEPS) for step in range(STEPS + 1)]
    size = f'width="{WIDTH}" height="{HEIGHT}" viewBox="0 0 {WIDTH} {HEIGHT}"'
    parts = [f'<svg xmlns="http://www.w3.org/2000/svg" {size} font-family="sans-serif">']
    parts += _grid(across, up, names)
    ends = {}
    for (name, y), colour in zip(lines.items(), COLOURS, strict=True):
        points = [(_place(x, *_span_x(across)), _place(y(x), *_span_y(up))) for x in xs]
        parts.append(_line(points, colour))
        ends[name] = (points[-1][1], colour)
    return "\n".join([*parts, *_labels(ends), "</svg>", ""])


def _span_x(across):
    return (*across, LEFT, WIDTH - RIGHT)


def _span_y(up):
    return (*up, HEIGHT - BOTTOM, TOP)


def _place(value, least, most, begin, end):
    """Where a value is between two pixels; what is outside the chart is at its edge."""
    share = math.log10(min(max(value, least), most) / least) / math.log10(most / least)
    return begin + share * (end - begin)


def _line(points, colour):
    path = " ".join(f"{x:.1f},{y:.1f}" for x, y in points)
    return f'<polyline points="{path}" fill="none" stroke="{colour}" stroke-width="2.5"/>'


def _grid(across, up, names):
    for value in _tens(across):
        x = _place(value, *_span_x(across))
        yield f'<path d="M{x:.1f} {TOP}V{HEIGHT - BOTTOM}" stroke="{GREY}" stroke-width="0.4"/>'
        yield _text(x, HEIGHT - BOTTOM + 18, f"{value:,}", "middle")
    for value in _tens(up):
        y = _place(value, *_span_y(up))
        yield f'<path d="M{LEFT} {y:.1f}H{WIDTH - RIGHT}" stroke="{GREY}" stroke-width="0.4"/>'
        yield _text(LEFT - 8, y + 4, f"{value:,}", "end")
    yield _text((LEFT + WIDTH - RIGHT) / 2, HEIGHT - 10, names[0], "middle")
    yield _text(LEFT - 8, TOP - 6, names[1], "start")


def _labels(ends):
    """From the top, and never one over another."""
    last = -math.inf
    for name, (y, colour) in sorted(ends.items(), key=lambda pair: pair[1]):
        last = max(y + 4, last + APART)
        yield _text(WIDTH - RIGHT + 8, last, name, "start", colour)


def _text(x, y, text, anchor, colour=GREY):
    where = f'x="{x:.1f}" y="{y:.1f}" text-anchor="{anchor}"'
    return f'<text {where} font-size="12" fill="{colour}">{escape(text)}</text>'


def _tens(span):
    return [10**power for power in range(*(round(math.log10(end)) for end in span))] + [span[1]]
