"""What `make verify` found of this source, part by part, and the page that shows it.

It stands in .data/verify/<digest of the code>.json, so what was found of other code is never taken
for this one's; the page shows it with the commit it was found of. A page that is written anew keeps
the rows it had, since a new clone has nothing in .data. The course's pages count for the parts that
read them; this page never does.
"""

import json
import os
import platform
import re
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
WHAT=page` writes this page. A whole run takes half a day, and any change of the code makes another
source of it, so each part is listed with the source it was last run on: *this* one, or that of a
commit before. NOT RUN: nothing is known of it, and no text of the course relies on it.

Code {source}, commit {commit}, {machine}.

{counted}

| part | result | seconds | finished (UTC) | source |
| --- | --- | --- | --- | --- |
"""
ROW = re.compile(
    r"^\| `([\w-]+)` \| (passed|FAILED) \| ([\d,]+) \| ([\d: -]+) \| (?:this|`(\w+)`) \|$", re.M
)


class Finding(NamedTuple):
    passed: bool
    seconds: int
    finished: str  # "2026-01-31 12:00" UTC
    pages: str = ""  # the digest of the course's pages at that time
    commit: str = ""  # whose code it is; nothing if the code was not committed


class Record:
    """of: the digest of the code."""

    def __init__(self, of: str = "", kept=KEPT):
        self.source = of or digest(FOLDERS)
        self._pages = digest(["docs"], SOURCE | {".md"}, but={PAGE})
        self._path = kept / f"{self.source}.json"

    def found(self) -> dict[str, Finding]:
        """{part: what was found last}"""
        found = _read(self._path) if self._path.exists() else {}
        return {
            part: finding
            for part, finding in found.items()
            if part not in READ_PAGES or finding.pages == self._pages
        }

    def before(self) -> dict[str, Finding]:
        """{part: what was found last of older code}, of commits only, and what the page says"""
        all_of_it = _rows_of_the_page()
        for path in self._path.parent.glob("*.json"):
            all_of_it += _read(path).items()
        all_of_it.sort(key=lambda item: item[1].finished)
        return {part: finding for part, finding in all_of_it if finding.commit}

    def note(self, part: str, passed: bool, seconds: float) -> None:
        finished = datetime.now(UTC).strftime("%Y-%m-%d %H:%M")
        finding = Finding(passed, round(seconds), finished, self._pages, commit())
        known = {**self.found(), part: finding}
        self._path.parent.mkdir(parents=True, exist_ok=True)
        self._path.write_text(json.dumps(known), "utf-8")


def page(record: Record, parts, of: str, machine: str) -> str:
    """The page as Markdown: a row for each of the parts, whether or not it was run."""
    found, before = record.found(), record.before()
    older = {part: before[part] for part in parts if part not in found and part in before}
    counted = (
        f"{_counted(found)} on this source; {_counted(older)} on an older one;"
        f" {len(parts) - len(found) - len(older)} were never run."
    )
    head = HEAD.format(source=record.source, commit=of, machine=machine, counted=counted)
    rows = [_row(part, found.get(part), older.get(part)) for part in parts]
    return head + "".join(rows)


def write(record: Record, parts) -> None:
    machine = f"{os.cpu_count()} cores, Python {platform.python_version()}, {platform.system()}"
    PAGE.write_text(page(record, parts, commit() or "none yet", machine), "utf-8")


def commit() -> str:
    """Of the code that is there; "" where a file of it was changed since."""
    if _git("status", "--porcelain", "--", *FOLDERS):
        return ""
    return _git("rev-parse", "--short=12", "HEAD")


def _git(*words: str) -> str:
    return subprocess.run(["git", *words], cwd=ROOT, capture_output=True, text=True).stdout.strip()


def _read(path):
    return {part: Finding(*found) for part, found in json.loads(path.read_text("utf-8")).items()}


def _rows_of_the_page():
    text = PAGE.read_text("utf-8") if PAGE.exists() else ""
    this = re.search(r"commit ([0-9a-f]+),", text)
    return [
        (
            part,
            Finding(
                result == "passed",
                int(seconds.replace(",", "")),
                finished,
                commit=older or (this[1] if this else ""),
            ),
        )
        for part, result, seconds, finished, older in ROW.findall(text)
    ]


def _counted(found):
    passed = sum(finding.passed for finding in found.values())
    return f"{passed} parts passed and {len(found) - passed} failed"


def _row(part, now, before):
    finding = now or before
    if finding is None:
        return f"| `{part}` | NOT RUN | | | |\n"
    result = "passed" if finding.passed else "FAILED"
    source = "this" if now else f"`{finding.commit}`"
    return f"| `{part}` | {result} | {finding.seconds:,} | {finding.finished} | {source} |\n"
