"""Runs the contract suite on a variant that fails some of it, and compares which tests fail."""

import os
import subprocess
import sys
import xml.etree.ElementTree as ET
from collections.abc import Sequence
from pathlib import Path

REPORT = "contract.xml"  # in the data folder of the variant's copy


def check(words: Sequence[str], folder: Path, named: Sequence[str]) -> int:
    """0 if exactly the named tests fail, of those that were run.

    words: the command that runs the suite. named: pytest's ids, as in variant.toml.
    """
    folder.mkdir(exist_ok=True)
    report = folder / REPORT
    report.unlink(missing_ok=True)
    options = f"{os.environ.get('ARGS', '')} --tb=no -r N --junitxml={report}"
    subprocess.run([*words, f"ARGS={options}"])
    if not report.exists():
        return 1
    return told(results(report.read_text("utf-8")), named)


def results(report: str) -> dict[str, bool]:
    """{test: True if it passed}, of a report in JUnit's form. Skipped tests are left out."""
    found: dict[str, bool] = {}
    for case in ET.fromstring(report).iter("testcase"):
        test = f"{case.get('classname', '').replace('.', '/')}.py::{case.get('name')}"
        ends = {child.tag for child in case}
        if "skipped" not in ends:
            found[test] = found.get(test, True) and not ends & {"failure", "error"}
    return found


def told(found: dict[str, bool], named: Sequence[str]) -> int:
    """Print what differs from the list. Returns the exit code."""
    failed = {test for test, passed in found.items() if not passed}
    more, fewer = failed - set(named), (set(named) & set(found)) - failed
    for what, tests in (("fails, and is not named", more), ("is named, and passes", fewer)):
        for test in sorted(tests):
            print(f"{what}: {test}", file=sys.stderr)
    if not found or more or fewer:
        return 1
    print(f"It fails the {len(failed)} tests that its variant.toml names, and passes the others.")
    return 0
