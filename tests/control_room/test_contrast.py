"""What a projector in a bright room leaves of the page: each color against what it lies on.

Contrast as WCAG defines it: 7 for text (1.4.6, level AAA), 3 for what is drawn (1.4.11).
https://www.w3.org/TR/WCAG22/#dfn-contrast-ratio
"""

import re

import pytest

from control_room.page import FOLDER

TEXT, DRAWN = 7, 3
ON = {  # {color of a text: what it is written on}
    "ink": ("outside", "sheet", "soft", "spoken"),
    "muted": ("outside", "sheet", "soft", "spoken"),
    "request": ("outside", "sheet"),
    "message": ("outside", "sheet"),
    "gap": ("outside", "sheet"),
    "final": ("outside", "sheet"),
    "wrong": ("outside", "sheet"),
    "on-open": ("open",),
    "on-final": ("final",),
    "on-plain": ("plain",),
    "on-store": ("store",),
    "on-wrong": ("wrong",),
}
LINES = ("line", "gone", "store", "request", "message", "wrong")  # on the sheet
SCHEMES = ("light", "dark")


def colors(scheme):
    """{name: "#rrggbb"}"""
    text = (FOLDER / "css/tokens.css").read_text("utf-8")
    pairs = re.findall(r"--([\w-]+): light-dark\((#\w+), (#\w+)\)", text)
    both = dict(re.findall(r"--([\w-]+): (#\w{6});", text))
    return both | {name: pair[SCHEMES.index(scheme)] for name, *pair in pairs}


def contrast(one, other):
    lighter, darker = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


def _luminance(color):
    shares = [int(color[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    linear = [s / 12.92 if s <= 0.04045 else ((s + 0.055) / 1.055) ** 2.4 for s in shares]
    return sum(w * s for w, s in zip((0.2126, 0.7152, 0.0722), linear, strict=True))


@pytest.mark.parametrize("scheme", SCHEMES)
def test_a_text_is_read_from_the_last_row(scheme):
    found = colors(scheme)
    low = {
        (text, on): round(contrast(found[text], found[on]), 1)
        for text, grounds in ON.items()
        for on in grounds
    }
    assert {pair: ratio for pair, ratio in low.items() if ratio < TEXT} == {}


@pytest.mark.parametrize("scheme", SCHEMES)
def test_a_line_is_seen_from_the_last_row(scheme):
    found = colors(scheme)
    low = {line: contrast(found[line], found["sheet"]) for line in LINES}
    assert {line: ratio for line, ratio in low.items() if ratio < DRAWN} == {}


def test_black_on_white_is_21():
    assert contrast("#000000", "#ffffff") == pytest.approx(21)
