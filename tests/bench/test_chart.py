"""A chart of lines, read as XML."""

from xml.etree import ElementTree

import pytest

from . import chart

SVG = "{http://www.w3.org/2000/svg}"
LINES = {
    "flat": lambda x: 10,
    "straight": lambda x: x,
    "high": lambda x: 9 * x,
    "out of it": lambda x: 1e9,
}


@pytest.fixture
def picture():
    return ElementTree.fromstring(chart.svg(LINES, (1, 1000), (1, 1000), ("orders", "$")))


def ends(picture):
    """(first point, last point) of each line."""
    lines = [line.get("points").split() for line in picture.iter(f"{SVG}polyline")]
    return [(point(points[0]), point(points[-1])) for points in lines]


def point(text):
    x, y = text.split(",")
    return float(x), float(y)


def test_a_line_goes_from_edge_to_edge(picture):
    flat, straight, *_ = ends(picture)
    left, right, top, bottom = chart.LEFT, chart.WIDTH - chart.RIGHT, chart.TOP, chart.HEIGHT
    bottom -= chart.BOTTOM
    assert straight == ((left, bottom), (right, top))
    assert flat[0][1] == flat[1][1] == pytest.approx(bottom - (bottom - top) / 3, abs=0.1)


def test_what_is_too_much_stays_in_the_picture(picture):
    assert {y for _, y in ends(picture)[3]} == {chart.TOP}


def test_each_line_is_named_and_no_name_hides_another(picture):
    names = {text.text: float(text.get("y")) for text in picture.iter(f"{SVG}text")}
    assert set(LINES) < set(names)
    places = sorted(names[name] for name in LINES)
    assert min(b - a for a, b in zip(places, places[1:], strict=False)) >= chart.APART


def test_the_axes_count_by_powers_of_ten(picture):
    texts = [text.text for text in picture.iter(f"{SVG}text")]
    assert texts.count("1,000") == texts.count("10") == 2
