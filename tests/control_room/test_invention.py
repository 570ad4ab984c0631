"""Nothing on the page is made up: each number comes from a span, a metric, or a row."""

import re

import pytest

from control_room.page import FOLDER

from .texts import texts

SCRIPTS = sorted((FOLDER / "js").glob("*.js"))
LONGEST = 150  # lines
DRAWN = r"M[MLHVQAZmlhvqaz\d,. -]*|0 0 [\d ]*|translate\([\d,]*\)(?: rotate\(-?\d+\))?"  # SVG
NAMES = re.compile(rf"{DRAWN}|(?:#\w+ )?h[1-6]|0 ms|stage ?[123]|http://www\.w3\.org/2000/svg")
NAMED = {"Stage 1 answers everything. Press Next at a unit: stage 2 then follows it."}


@pytest.mark.parametrize("path", SCRIPTS, ids=lambda path: path.stem)
def test_a_script_makes_nothing_up(path):
    text = path.read_text("utf-8")
    assert not re.search(r"Math\.random|crypto\.|faker|lorem", text)
    assert len(text.splitlines()) <= LONGEST


@pytest.mark.parametrize("path", SCRIPTS, ids=lambda path: path.stem)
def test_text_never_becomes_markup(path):
    text = path.read_text("utf-8")
    assert not re.search(r"innerHTML|outerHTML|insertAdjacentHTML|document\.write|\beval\(", text)
    assert "new Function" not in text and ".style" not in text


@pytest.mark.parametrize("path", SCRIPTS, ids=lambda path: path.stem)
def test_no_text_of_a_script_has_a_figure(path):
    """But for drawings, tags, names of stages, and the zero of a scale: the rest was counted."""
    assert not re.search(r"textContent = \d", path.read_text("utf-8"))
    found = [text for text in texts(path.read_text("utf-8")) if re.search(r"\d", text)]
    assert [text for text in found if not NAMES.fullmatch(text) and text not in NAMED] == []


def test_a_text_with_a_figure_is_found_wherever_it_stands():
    """None in a comment or a regular expression, and not what is put into a template."""
    script = """// "1"
    const a = `${b.map((c) => `${c} of 2`).join("3")} in ${d ? "4 ms" : `5 ${e}`} ms`; /* `6` */
    const f = g.replace(/"7|[/"]8/g, "nine"), h = 10 / 2 + "11" / 3;"""
    assert texts(script) == [" of 2", "3", "4 ms", "5 ", " in  ms", "nine", "11"]


@pytest.mark.parametrize("page", ["index", "compare", "moving"])
def test_a_page_comes_without_a_figure(page):
    html = (FOLDER / f"{page}.html").read_text("utf-8")
    shown = re.sub(r"<[^>]*>", "", html.partition("<body>")[2])
    assert re.findall(r"\d+", shown) == (["0"] if page == "index" else [])  # no buyers yet


def test_only_what_was_read_is_sent_to_the_page():
    """The server has no random numbers either, but for which product a buyer takes."""
    for path in sorted(FOLDER.parent.glob("*.py")):
        uses = re.search(r"\brandom\b", path.read_text("utf-8"))
        assert not uses or path.stem == "buyer", path


def test_the_page_names_no_other_host():
    for path in sorted(FOLDER.rglob("*.*")):
        found = re.findall(r"https?://[\w.:-]+", path.read_text("utf-8"))
        allowed = ("http://www.w3.org", "https://html.spec.whatwg.org")  # names, and a source
        assert [url for url in found if not url.startswith(allowed)] == [], path
