"""`python -m machinery.drill`: what each new feature cost to add, in each stage.

The figures are in docs/measured/drill.toml, written down when a feature was finished: a clone may
have no history to count in. Those of an exercise are counted in the patch of its solution.
"""

import re
import tomllib
from collections.abc import Iterator
from typing import NotRequired, TypedDict

from .tree import ROOMS, ROOT

FILE = ROOT / "docs/measured/drill.toml"
ROWS = ("files", "lines", "redeployed", "migrations", "parts", "requests", "processor")
WIDTH = 36  # characters of a stage
UNKNOWN = "not measured"
NEW_FILE = re.compile(r"^\+\+\+ b/(.+)$")


class Counted(TypedDict):
    files: int  # changed or new
    lines: int  # added
    migrations: int


class Cost(Counted):
    """Of one feature in one stage."""

    redeployed: list[str]
    parts: list[str]  # new ones
    requests: int  # to other parties
    processor: NotRequired[str]  # processor time of its usual case: "0.05 ms a decision"


class Feature(TypedDict):
    name: str
    decisions: list[int]
    shared: str  # what all stages share of it
    patch: NotRequired[str]
    stage1: Cost
    stage2: Cost
    stage3: Cost


def features() -> list[Feature]:
    """All, with everything counted."""
    found: list[Feature] = tomllib.loads(FILE.read_text("utf-8"))["feature"]
    for feature in found:
        if "patch" in feature:
            lines = (ROOT / feature["patch"]).read_text("utf-8").splitlines()
            for cost, room in zip(_costs(feature), ROOMS.values(), strict=True):
                counted = _counted(lines, room.split("/")[0])
                cost["files"], cost["lines"] = counted["files"], counted["lines"]
                cost["migrations"] = counted["migrations"]
    return found


def table(feature: Feature) -> Iterator[str]:
    """The lines of one feature."""
    yield feature["name"]
    yield _line("", ["stage 1", "stage 2", "stage 3"])
    for row in ROWS:
        yield from _cells(row, [words_of(dict(cost).get(row, UNKNOWN)) for cost in _costs(feature)])
    yield f"  shared: {feature['shared']}"


def words_of(value: object) -> list[str]:
    """The words of a cell, a line each."""
    if isinstance(value, list):
        return [str(each) for each in value] or ["none"]
    return [f"{value:,}" if isinstance(value, int) else str(value)]


def _costs(feature: Feature) -> tuple[Cost, Cost, Cost]:
    return feature["stage1"], feature["stage2"], feature["stage3"]


def _counted(lines: list[str], folder: str) -> Counted:
    """What a patch changes below a folder."""
    at, files, added = "", [], 0
    for line in lines:
        if found := NEW_FILE.match(line):
            at = found[1] if found[1].startswith(f"{folder}/") else ""
            files += [at] if at else []
        elif at and line.startswith("+"):
            added += 1
    new = [path for path in files if "/migrations/" in path]
    return {"files": len(files), "lines": added, "migrations": len(new)}


def _cells(row: str, cells: list[list[str]]) -> Iterator[str]:
    for number in range(max(map(len, cells))):
        words = [cell[number] if number < len(cell) else "" for cell in cells]
        yield _line(row if number == 0 else "", words)


def _line(row: str, words: list[str]) -> str:
    return f"  {row:12}{''.join(f'{word:{WIDTH}}' for word in words)}".rstrip()


def main() -> None:
    print("\n\n".join("\n".join(table(feature)) for feature in features()))


if __name__ == "__main__":
    main()
