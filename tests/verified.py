"""What `make verify` found of this source, part by part, and the page that shows it.

It stands in .data/verify/<digest of the code>.json, so what was found of other code is never taken
for this one's. The course's pages count for the parts that read them; this page never does.
"""

import json
import os
import platform
import subprocess
from datetime import UTC, datetime
from typing import NamedTuple

from .mutants.record import ROOT, SOURCE, digest

PAGE = ROOT / "docs" / "measured" / "verify.md"
FOLDERS = ("stage1-monolith", "stage2-services", "stage3-serverless", "shared", "tests")
FOLDERS += ("docs/machinery", "docs/variants", "docs/exercises")
READ_PAGES = ("course", "claims", "branch-1", "branch-2", "branch-3")
KEPT = ROOT / ".data" / "verify"

HEAD = """# What `make verify` found

Each part is a command that can be typed by itself: `make verify WHAT=<part>`. `make verify
WHAT=page` writes this page. NOT RUN: that part was not run on this source, and no text of the
course stands on it.

Code {source}, commit {commit}, {machine}.

{counted}

| part | result | seconds | finished |
| --- | --- | --- | --- |
"""


class Finding(NamedTuple):
    passed: bool
    seconds: int
    finished: str  # "2026-01-31 12:00" UTC
    pages: str  # the digest of the course's pages at that time


class Record:
    """of: the digest of the code."""

    def __init__(self, of: str = "", kept=KEPT):
        self.source = of or digest(FOLDERS)
        self._pages = digest(["docs"], SOURCE | {".md"}, but={PAGE})
        self._path = kept / f"{self.source}.json"

    def found(self) -> dict[str, Finding]:
        """{part: what was found last}"""
        known = json.loads(self._path.read_text("utf-8")) if self._path.exists() else {}
        found = {part: Finding(*finding) for part, finding in known.items()}
        return {
            part: finding
            for part, finding in found.items()
            if part not in READ_PAGES or finding.pages == self._pages
        }

    def note(self, part: str, passed: bool, seconds: float) -> None:
        finished = datetime.now(UTC).strftime("%Y-%m-%d %H:%M")
        known = {**self.found(), part: Finding(passed, round(seconds), finished, self._pages)}
        self._path.parent.mkdir(parents=True, exist_ok=True)
        self._path.write_text(json.dumps(known), "utf-8")


def page(record: Record, parts, commit: str, machine: str) -> str:
    """The page as Markdown: a row for each of the parts, whether or not it was run."""
    found = record.found()
    passed = sum(finding.passed for finding in found.values())
    failed = len(found) - passed
    counted = f"{passed} parts passed, {failed} failed, {len(parts) - len(found)} were not run."
    head = HEAD.format(source=record.source, commit=commit, machine=machine, counted=counted)
    return head + "".join(_row(part, found.get(part)) for part in parts)


def write(record: Record, parts) -> None:
    words = ["git", "rev-parse", "--short=12", "HEAD"]
    told = subprocess.run(words, cwd=ROOT, capture_output=True, text=True)
    commit = told.stdout.strip() or "unknown"
    machine = f"{os.cpu_count()} cores, Python {platform.python_version()}, {platform.system()}"
    PAGE.write_text(page(record, parts, commit, machine), "utf-8")


def _row(part, finding):
    if finding is None:
        return f"| `{part}` | NOT RUN | | |\n"
    result = "passed" if finding.passed else "FAILED"
    return f"| `{part}` | {result} | {finding.seconds:,} | {finding.finished} |\n"
