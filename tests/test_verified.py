"""The record of `make verify`, and the page that is made of it."""

import re

from . import verified
from .mutants import record
from .verified import PAGE, Record, page
from .verify import PARTS


def test_a_part_is_noted_and_shown(tmp_path):
    kept = Record("a-source", tmp_path)
    kept.note("claims", True, 61.4)
    kept.note("course", False, 5)
    text = page(kept, ["claims", "course", "branch-1"], "abc", "2 cores")
    assert re.search(r"\| `claims` \| passed \| 61 \| 20\d\d-\d\d-\d\d \d\d:\d\d \|\n", text)
    assert re.search(r"\| `course` \| FAILED \| 5 \| ", text)
    assert "| `branch-1` | NOT RUN | | |\n" in text
    assert "1 parts passed, 1 failed, 1 were not run." in text


def test_what_was_found_last_counts(tmp_path):
    kept = Record("a-source", tmp_path)
    kept.note("claims", False, 1)
    kept.note("claims", True, 2)
    assert kept.found()["claims"][:2] == (True, 2)


def test_another_source_knows_nothing_of_it(tmp_path):
    Record("a-source", tmp_path).note("claims", True, 1)
    assert Record("another", tmp_path).found() == {}


def test_the_page_lists_the_parts_there_are():
    assert re.findall(r"^\| `([\w-]+)` \|", PAGE.read_text("utf-8"), re.M) == list(PARTS)


def test_the_page_is_no_source_itself(tmp_path, monkeypatch):
    there = tmp_path / "docs" / "measured" / "verify.md"
    there.parent.mkdir(parents=True)
    there.write_text("before", "utf-8")
    monkeypatch.setattr(record, "ROOT", tmp_path)
    monkeypatch.setattr(verified, "PAGE", there)
    before = Record().source
    there.write_text("after", "utf-8")
    assert Record().source == before
    (tmp_path / "docs" / "index.md").write_text("a page", "utf-8")
    assert Record().source != before
