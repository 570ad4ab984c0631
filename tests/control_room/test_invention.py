"""Nothing on the page is made up: each number comes from a span, a metric, or a row."""

import re

import pytest

from control_room.page import FOLDER

SCRIPTS = sorted((FOLDER / "js").glob("*.js"))
COMPARED = ("counts", "column", "compare", "scale")
DATA = ("places", "story", "acts", "motion", "life", "fall", "caption", "numbers", "books")
DATA += (*COMPARED, "moving", "stack")
LONGEST = 150  # lines
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


@pytest.mark.parametrize("name", DATA)
def test_what_the_data_goes_through_shows_no_number_of_its_own(name):
    """A text that is put on the page is a name or a template; digits in it would be invented."""
    text = (FOLDER / f"js/{name}.js").read_text("utf-8")
    shown = re.findall(r"textContent = ([^;]+);", text)
    for value in shown:
        plain = re.sub(r"\$\{[^}]*\}", "", value)
        texts = re.findall(r"\"([^\"]*)\"|`([^`]*)`", plain)
        assert not any(re.search(r"\d", "".join(text)) for text in texts), value


@pytest.mark.parametrize("name", [*COMPARED, "moving", "stack"])
def test_no_text_of_these_pages_has_a_digit(name):
    """But for tags, names of stages, and the zero of a scale: what is shown was counted."""
    text = re.sub(r"/\*.*?\*/|//.*", "", (FOLDER / f"js/{name}.js").read_text("utf-8"), flags=re.S)
    plain = re.sub(r"\$\{[^}]*\}", "", text)
    texts = re.findall(r"\"([^\"\n]*)\"|`([^`]*)`", plain)
    found = {"".join(each) for each in texts if re.search(r"\d", "".join(each))}
    assert found <= {"h2", "h3", "0 ms", "stage 1", "stage 2", "0 0  ", *NAMED}


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
