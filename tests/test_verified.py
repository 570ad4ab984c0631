"""The record of `make verify`, and the page that is made of it."""

import json
import os
import re
import subprocess
from pathlib import Path

import pytest

from . import verified
from .mutants import record
from .mutants.record import ROOT
from .verified import PAGE, Record, page
from .verify import PARTS, settings, which


@pytest.fixture
def there(tmp_path, monkeypatch):
    """A repository with a page, and the page of what was found."""
    (tmp_path / "docs" / "measured").mkdir(parents=True)
    monkeypatch.setattr(record, "ROOT", tmp_path)
    monkeypatch.setattr(verified, "PAGE", tmp_path / "docs" / "measured" / "verify.md")
    (tmp_path / "kept").mkdir()
    return tmp_path


def test_a_part_is_noted_and_shown_with_its_source(there):
    kept = Record("a-source", there / "kept")
    kept.note("claims", True, 61.4)
    kept.note("course", False, 5)
    noted_at("1a2b3c", "2026-01-31 12:00", "move", there / "kept")
    noted_at("", "2026-02-01 12:00", "move", there / "kept")  # that code was never committed
    noted_at("1a2b3c", "2026-01-31 12:00", "claims", there / "kept")
    text = page(kept, ["claims", "course", "branch-1", "move"], "abc", "2 cores")
    assert re.search(
        r"\| `claims` \| passed \| 61 \| 20\d\d-\d\d-\d\d \d\d:\d\d \| this \|\n", text
    )
    assert re.search(r"\| `course` \| FAILED \| 5 \| ", text)
    assert "| `branch-1` | NOT RUN | | | |\n" in text
    assert "| `move` | passed | 7 | 2026-01-31 12:00 | `1a2b3c` |\n" in text
    assert "1 parts passed and 1 failed on this source; 1 parts passed and 0 failed on" in text
    assert "older one; 1 were never run." in text


def test_a_page_that_is_written_anew_keeps_its_rows(there):
    kept = Record("a-source", there / "kept")
    kept.note("claims", True, 1234)
    noted_at("1a2b3c", "2026-01-31 12:00", "move", there / "kept")
    verified.PAGE.write_text(page(kept, ["claims", "move", "course"], "abc", "2 cores"), "utf-8")
    again = page(Record("another", there / "new"), ["claims", "move", "course"], "def", "2 cores")
    assert re.search(r"\| `claims` \| passed \| 1,234 \| [\d: -]+ \| `abc` \|\n", again)
    assert "| `move` | passed | 7 | 2026-01-31 12:00 | `1a2b3c` |\n" in again
    assert "| `course` | NOT RUN | | | |\n" in again


def noted_at(commit, finished, part, folder):
    """What an older source was found to do."""
    found = verified.Finding(True, 7, finished, "pages", commit)
    path = folder / f"older-{commit}-{part}.json"
    path.write_text(json.dumps({part: found}), "utf-8")


def test_what_was_found_last_counts(tmp_path):
    kept = Record("a-source", tmp_path)
    kept.note("claims", False, 1)
    kept.note("claims", True, 2)
    assert kept.found()["claims"][:2] == (True, 2)


def test_another_source_knows_nothing_of_it(tmp_path):
    Record("a-source", tmp_path).note("claims", True, 1)
    assert Record("another", tmp_path).found() == {}


@pytest.mark.parametrize("part", [name for name in PARTS if "variant-" in name])
def test_a_variant_is_tried_on_the_database_of_its_own_stage(part):
    assert which(part) == {}  # make contract V=… and make faults V=… know it


def test_no_part_takes_the_name_of_a_part_for_a_setting_of_its_own(monkeypatch):
    """As make hands it on: `make verify WHAT=bench-stage1`."""
    monkeypatch.setenv("WHAT", "bench-stage1")
    monkeypatch.setenv("MAKEFLAGS", " -- WHAT=bench-stage1")
    assert not {"WHAT", "MAKEFLAGS"} & set(settings("bench-stage1"))
    assert settings("claims")["PATH"] == os.environ["PATH"]


def test_the_page_lists_the_parts_there_are():
    assert re.findall(r"^\| `([\w-]+)` \|", PAGE.read_text("utf-8"), re.M) == list(PARTS)


def noted(there):
    kept = Record(kept=there / "kept")
    for part in ("claims", "suite-sqlite"):
        kept.note(part, True, 1)
    return lambda: set(Record(kept=there / "kept").found())


def test_a_page_counts_for_the_parts_that_read_it(there):
    found = noted(there)
    (there / "docs" / "index.md").write_text("a page", "utf-8")
    assert found() == {"suite-sqlite"}


def test_the_page_of_what_was_found_counts_for_none(there):
    found = noted(there)
    verified.PAGE.write_text("after", "utf-8")
    assert found() == {"claims", "suite-sqlite"}


@pytest.mark.parametrize("path", ["shared/policies.cedar", "stage1-monolith/page.js"])
def test_any_file_that_runs_counts_for_all_parts(there, path):
    found = noted(there)
    (there / path).parent.mkdir()
    (there / path).write_text("changed", "utf-8")
    assert found() == set()


def test_every_kind_of_file_is_source_or_is_known_not_to_run():
    words = ["git", "ls-files", *verified.FOLDERS]
    tracked = subprocess.run(words, cwd=ROOT, capture_output=True, text=True, check=True)
    kinds = {Path(name).suffix for name in tracked.stdout.splitlines()}
    assert kinds <= record.SOURCE | {
        ".md",
        ".pyi",
        ".in",
        ".webp",
        ".svg",
        ".mmd",
        ".example",
        ".dockerignore",
        "",
    }
