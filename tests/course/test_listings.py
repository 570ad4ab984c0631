"""Listings are short, and each page of chapters 3 to 8 has a figure.

Chapters 3 and 4 are read in one go. From chapter 5 on, a listing may be a whole use case.
"""

import re

import pytest
from mkdocs.utils.meta import get_data

from tests.layout.house import ROOT

CHAPTERS = ROOT / "docs/chapters"
PAGES = sorted(CHAPTERS.glob("[34]-*/*.md"))
LATER = sorted([*CHAPTERS.glob("[567]-*/*.md"), CHAPTERS / "8-choosing.md"])
FENCE = re.compile(r"^( *)```(\w+)[^\n]*\n(.*?)^\1```$", re.M | re.S)
SNIPPET = re.compile(r'^ *--8<-- "([^":]+):(\w+)"$')
WHOLE = re.compile(r'^ *--8<-- "([^":]+)"$')
CODE = {"python", "toml", "yaml", "diff"}
MOST_LINES, MOST_LINES_LATER = 15, 40
MOST_WORDS = 1400
WRAPPED = {"console", "diff", "toml", "dockerfile", "mermaid"}  # stylesheets/course.css
MOST_COLUMNS = 108  # that a page shows without scrolling, 1,280 pixels wide


def section(file, name):
    """The lines of a file between the markers of a section, without other markers."""
    text = (ROOT / file).read_text("utf-8")
    inside = text.partition(f"[start:{name}]")[2].partition(f"[end:{name}]")[0]
    return [line for line in inside.splitlines()[1:] if "--8<--" not in line]


def listings(text):
    """The lines of each listing, as the reader sees them."""
    for _, language, body in FENCE.findall(text):
        if language in CODE:
            lines = body.splitlines()
            found = [SNIPPET.match(line) for line in lines]
            yield [
                shown
                for line, snippet in zip(lines, found, strict=True)
                for shown in (section(*snippet.groups()) if snippet else [line])
            ]


@pytest.mark.parametrize("page", PAGES, ids=lambda page: f"{page.parent.name}/{page.name}")
def test_a_page_is_short_and_its_listings_are_shorter(page):
    text = page.read_text("utf-8")
    assert len(text.split()) <= MOST_WORDS
    assert max((len(lines) for lines in listings(text)), default=0) <= MOST_LINES
    assert "```mermaid" in text, "a reader would draw something here"


@pytest.mark.parametrize("page", LATER, ids=lambda page: f"{page.parent.name}/{page.name}")
def test_a_later_page_has_a_figure_and_no_long_listing(page):
    text = page.read_text("utf-8")
    assert max((len(lines) for lines in listings(text)), default=0) <= MOST_LINES_LATER
    assert "```mermaid" in text, "a reader would draw something here"


@pytest.mark.parametrize(
    "page", [*PAGES, *LATER], ids=lambda page: f"{page.parent.name}/{page.name}"
)
def test_no_listing_and_no_box_is_cut_off_on_a_laptop(page):
    for _, language, body in FENCE.findall(page.read_text("utf-8")):
        shown = [] if language in WRAPPED else body.splitlines()
        for line in shown:
            if snippet := SNIPPET.match(line):
                inside = section(*snippet.groups())
            elif whole := WHOLE.match(line):
                inside = (ROOT / whole[1]).read_text("utf-8").splitlines()
            else:
                inside = [line]
            assert max(map(len, inside), default=0) <= MOST_COLUMNS, inside


def test_a_listing_has_the_lines_of_its_section():
    text = '```python title="x"\n--8<-- "stage1-monolith/shop/inventory/store.py:move"\n```\n'
    (lines,) = listings(text)
    assert lines[0].startswith("def _move(")
    assert "return" in lines[5]


def begun_as_code(text):
    """First lines of paragraphs that Markdown shows as code, being indented more than the rest."""
    lines = FENCE.sub("", text).splitlines()
    for before, line, after in zip(lines, lines[1:], lines[2:], strict=False):
        starts = not before.strip() and line.strip() and after.strip()
        if starts and _indent(line) > max(3, _indent(after)):
            yield line.strip()


def _indent(line):
    return len(line) - len(line.lstrip())


@pytest.mark.parametrize("page", sorted((ROOT / "docs").rglob("*.md")), ids=lambda path: path.stem)
def test_no_paragraph_begins_as_code(page):
    assert list(begun_as_code(page.read_text("utf-8"))) == []


@pytest.mark.parametrize(
    "page",
    [page for page in (ROOT / "docs").rglob("*.md") if page.read_text("utf-8").startswith("---")],
    ids=lambda page: page.relative_to(ROOT / "docs").as_posix(),
)
def test_the_settings_of_a_page_are_read_and_not_shown(page):
    shown, settings = get_data(page.read_text("utf-8"))
    assert settings and shown.startswith("# ")


def test_a_paragraph_that_begins_as_code_is_found():
    admonition = "!!! note\n\n        Words that\n    go on.\n\n    And whole.\n"
    assert list(begun_as_code(admonition)) == ["Words that"]
