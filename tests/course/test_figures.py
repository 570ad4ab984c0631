"""What a page states about figures is true of the recorded box, or of the tree.

A new statement of this kind gets a line in one of the statements_of_… modules. See decision 77.
"""

import re

import pytest

from tests.claims import simplicity
from tests.layout.house import ROOT

from . import boxes
from .boxes import COLUMNS, figures, lines, simple
from .statement import FIVE, ROOM, STAGE_2, STAGE_3, Statement
from .statements_of_calls import CALLS
from .statements_of_code import CODE
from .statements_of_limits import LIMITS
from .statements_of_load import LOAD
from .statements_of_money import MONEY
from .statements_of_shards import SHARDS
from .statements_of_speed import SPEED, THE_FENCE

STATEMENTS = [*CALLS, *CODE, *MONEY, *LIMITS, *LOAD, *SHARDS, *SPEED]
BENCHES = {
    STAGE_2: "bench-stage2",
    STAGE_3: "bench-stage3",
    THE_FENCE: "bench-move",
    ROOM: "bench-xray",
}

DATED = {**BENCHES, f"{FIVE}/index.md": "bench-stage2", "docs/running-on-aws.md": "bench-stage3"}

ROW = re.compile(r"^\| ([\d.]+) \| \[.+?\]\(\S+\) \| .+ \| (\w+, .+) \|$", re.M)
HEAD = re.compile(r"\*\*Time:\*\* (.+?)\.\s\*\*Difficulty:\*\* (\w+)\.")


def words_of(page: str) -> str:
    return " ".join((ROOT / page).read_text("utf-8").split())


@pytest.mark.parametrize("statement", STATEMENTS, ids=lambda one: one.words[:50])
def test_a_statement_stands_on_its_page_and_holds(statement: Statement) -> None:
    assert " ".join(statement.words.split()) in words_of(statement.page)
    assert statement.holds(), f"{statement.page} says: {statement.words}"


def test_a_box_that_says_otherwise_is_found(monkeypatch: pytest.MonkeyPatch) -> None:
    (about,) = (one for one in CODE if one.words == "Stage 3 has about as much as stage 1")
    recorded = boxes.box("simplicity")
    assert about.holds()
    line = next(each for each in recorded.splitlines() if each.startswith("stage 3 "))
    wrong = recorded.replace(line, "stage 3       2464  359  942  21")
    monkeypatch.setattr(boxes, "box", lambda name: wrong)
    assert not about.holds()


@pytest.mark.parametrize("column", COLUMNS)
@pytest.mark.parametrize("stage", [1, 2, 3])
def test_a_count_of_the_box_is_the_trees(stage: int, column: str) -> None:
    now = {
        "python": simplicity.python,
        "orders": simplicity.ordering,
        "description": simplicity.described,
        "parts": lambda stage: sum(simplicity.parts(stage).values()),
    }[column](str(stage))
    recorded = simple(stage, column)
    again = "Count it again: make claim CLAIM=simplicity SAVE=yes"
    assert abs(now - recorded) <= (0 if column == "parts" else recorded * 0.03), again


@pytest.mark.parametrize("page", BENCHES)
def test_a_table_of_costs_has_the_figures_of_its_bench(page: str) -> None:
    text = (ROOT / page).read_text("utf-8").partition("## What it costs")[2]
    box = (ROOT / f"docs/measured/{BENCHES[page]}.md").read_text("utf-8")
    there = {round(each, digits) for each in figures(box) for digits in (0, 1, 2, 3)}
    rows = [line for line in text.splitlines() if line.startswith("| ")]
    for row in rows:
        _, *cells = row.strip("| ").split(" | ")
        strange = [each for each in figures(" ".join(cells)) if each not in there]
        assert not strange, row


@pytest.mark.parametrize(("page", "bench"), DATED.items())
def test_a_page_with_figures_of_a_bench_has_its_date(page: str, bench: str) -> None:
    box = (ROOT / f"docs/measured/{bench}.md").read_text("utf-8")
    dates = re.findall(r"^(\d{4}-\d\d-\d\d), ", box, re.M)
    assert dates[0] in (ROOT / page).read_text("utf-8")


def test_the_length_of_a_file_is_about_what_is_said_of_it() -> None:
    for line in (ROOT / "docs/dependencies.md").read_text("utf-8").splitlines():
        said = re.search(r"\), about (.+?) lines", line)
        if said:
            paths = re.findall(r"\]\(((?:\.\./|machinery)[^)]+\.py)\)", line)
            told = figures(said[1])
            assert len(told) == len(paths), line
            for path, many in zip(paths, told, strict=True):
                assert abs(lines(ROOT / "docs" / path) - many) <= 0.2 * many, path


def test_the_list_of_exercises_says_what_their_pages_say() -> None:
    listed = dict(ROW.findall((ROOT / "docs/exercises/index.md").read_text("utf-8")))
    for number, told in listed.items():
        page = (ROOT / f"docs/exercises/{number}.md").read_text("utf-8")
        time, difficulty = HEAD.search(" ".join(page.split())).groups()
        assert told == f"{difficulty}, {time}", number
