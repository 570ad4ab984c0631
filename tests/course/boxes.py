"""Figures of the boxes in docs/measured and counts of the tree, for the texts that use them."""

import re
import tomllib
from pathlib import Path

from tests.claims import simplicity
from tests.layout.house import ROOT

FIGURE = re.compile(r"(?<!\w)\d[\d,]*(?:\.\d+)?")  # not the 3 of S3
COLUMNS = {"python": 0, "orders": 1, "description": 2, "parts": 3}  # of the box `simplicity`


def box(name: str) -> str:
    """What docs/measured has under that name."""
    folder = ROOT / "docs/measured"
    found = next(path for path in (folder / f"{name}.txt", folder / f"{name}.md") if path.exists())
    return found.read_text("utf-8")


def figures(text: str) -> list[float]:
    return [float(found.replace(",", "")) for found in FIGURE.findall(text)]


def row(name: str, label: str, after: str = "") -> list[float]:
    """The figures of the first line that begins with a label, once a line contained `after`.

    A line is a row of a Markdown table, or has its columns apart by two spaces.
    """
    text = box(name)
    for line in text[text.index(after) :].splitlines():
        first, *rest = cells(line)
        if first == label and rest:
            return figures(" ".join(rest))
    raise LookupError(f"docs/measured/{name} has no row {label!r}")


def cells(line: str) -> list[str]:
    if line.startswith("|"):
        return [cell.strip() for cell in line.strip("|").split("|")]
    return re.split(r" {2,}|: +", line.strip())


def simple(stage: int, column: str) -> float:
    """A count of the box `simplicity`, the date of which is that of the box."""
    return row("simplicity", f"stage {stage}")[COLUMNS[column]]


def month(way: str) -> list[float]:
    """Dollars a month at 1,000, 100,000, and 10,000,000 orders."""
    return row("cost", way, after="dollars a month")


def started(stage: int) -> int:
    """How many parts `make` starts, with the payment sandbox and without the control room."""
    file = ROOT / simplicity.PROGRAMS[str(stage)] / "parts.toml"
    listed = tomllib.loads(file.read_text("utf-8"))["parts"]
    return sum(simplicity.usual(part) for part in listed.values())


def lines(path: Path) -> int:
    return len(path.read_text("utf-8").splitlines())
