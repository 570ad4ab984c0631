"""The chapters' scenes tell one story: their figures agree with each other and with the course.

A chapter begins with a line such as "*The Shop: 20 orders a day, 3 people, up to $50 a month for
servers.*", and docs/teaching.md has all of them in a table.
"""

import re
from functools import partial
from typing import NamedTuple

import pytest

from tests.bench import month
from tests.layout.house import ROOT

LINE = re.compile(
    r"^\*The Shop: ([\d,]+) orders a day, (\d+) people[\w ]*, "
    r"(?:up to )?\$([\d,]+) a month for servers\.\*$",
    re.M,
)
ROW = re.compile(r"^\| \[(\d)\]\(([^)]+)\) \| ([\d,]+, [\d,]+, [\d,]+) \| (.+) \|$", re.M)
WORK = re.compile(r"^  stage (\d): shop (\S+), postgres (\S+), redis ([\d.]+); (\d+) MB", re.M)
DAYS = 30  # of a month


class Size(NamedTuple):
    orders: int  # a day
    people: int
    dollars: int  # a month, at most, for servers


def size(words):
    return Size(*(int(word.replace(",", "")) for word in words))


@pytest.fixture(scope="module")
def rows():
    """{chapter: (its page below docs, its Size)} as teachers read it."""
    text = (ROOT / "docs/teaching.md").read_text("utf-8")
    return {row[1]: (row[2], size(row[3].split(", "))) for row in ROW.finditer(text)}


@pytest.fixture(scope="module")
def sizes(rows):
    return {chapter: told for chapter, (_, told) in rows.items()}


def test_each_chapter_opens_with_the_size_that_the_table_says(rows):
    assert list(rows) == list("012345678")
    for page, told in rows.values():
        found = LINE.findall((ROOT / "docs" / page).read_text("utf-8"))
        assert [size(words) for words in found] == [told], page


def test_the_shop_never_shrinks(sizes):
    for before, after in zip(sizes.values(), list(sizes.values())[1:], strict=False):
        assert before.orders < after.orders
        assert all(one <= two for one, two in zip(before, after, strict=True))


def test_the_first_and_the_successful_shop_are_those_of_the_estimate(sizes):
    box = (ROOT / "docs/measured/estimate.txt").read_text("utf-8")
    estimated = re.search(r"^orders a day +(.+)$", box, re.M)[1].split()
    assert [f"{sizes[chapter].orders:,}" for chapter in "15"] == estimated[:2]


def test_no_budget_is_below_what_the_stage_of_its_chapter_costs(sizes):
    price, work = month.prices(), works()
    one, spare = (
        partial(way, work=work["1"], price=price) for way in (month.one_machine, month.with_a_spare)
    )
    services = partial(month.services, work=work["2"], price=price)
    for chapters, dollars in {"123": one, "4": spare, "5678": services}.items():
        for chapter in chapters:
            told = sizes[chapter]
            assert dollars(told.orders * DAYS) <= told.dollars, chapter


def works():
    """{stage: month.Work}, as the recorded box of the claim says."""
    box = (ROOT / "docs/measured/cost.txt").read_text("utf-8")
    return {
        found[1]: month.Work(*map(float, found.groups()[1:4]), megabytes=float(found[5]))
        for found in WORK.finditer(box)
    }
