"""`make diagrams` finds each diagram of the course, and draws it."""

import re

import pytest

from machinery import diagrams
from tests.layout.house import ROOT
from tests.storefront import browser

ALL = list(diagrams.all_of_them())


def test_every_diagram_is_found_once():
    names = [each.name for each in ALL]
    assert len(names) == len(set(names)) and {"stage3-containers", "8-choosing-1"} <= set(names)
    files = {path.stem for path in (ROOT / "docs/pictures").glob("*.mmd")}
    assert files <= set(names)


@pytest.mark.parametrize("each", ALL, ids=lambda each: each.name)
def test_it_is_a_diagram_and_nothing_is_left_to_include(each):
    assert re.search(r"^(flowchart|sequenceDiagram|erDiagram|stateDiagram)", each.text, re.M)
    assert "--8<--" not in each.text


@pytest.mark.skipif(not browser.chromium(), reason=browser.HOW)
def test_two_of_them_are_drawn(tmp_path):
    some = [each for each in ALL if each.name in ("8-choosing-1", "stage1-context")]
    diagrams.draw(some, tmp_path)
    for each in some:
        assert (tmp_path / f"{each.name}.svg").read_text().startswith("<svg")
        assert (tmp_path / f"{each.name}.png").read_bytes().startswith(b"\x89PNG")
    assert "8-choosing-1.svg" in (tmp_path / "index.html").read_text()


def test_colors_that_let_through_become_those_that_hide():
    assert diagrams.on_white("fill:#00968840,stroke:#009688") == "fill:#c0e5e2,stroke:#009688"
