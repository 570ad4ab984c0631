"""With any one part down, what needs it is rejected at once, and everything else works."""

import pytest

from . import measure, parts, table

WANTED = table.read()


def test_every_part_is_in_the_table():
    assert tuple(WANTED) == parts.ALL


@pytest.mark.parametrize("part", parts.ALL)
def test_what_answers_without_a_part_is_what_the_table_says(world, part):
    found = measure.row(world, part, WANTED[part])
    assert table.differences(WANTED, {part: found}) == []


def test_what_was_accepted_meanwhile_is_done_when_all_is_back(world):
    assert world.waiting
    world.check_promises()


def test_a_table_that_says_something_else_is_told_from_it():
    found = {"cache": {**WANTED["cache"], "product": "503"}}
    assert table.differences(WANTED, found) == ["without cache, product: 503, not works"]


def test_the_table_is_shown_as_it_is_kept():
    assert table.shown(WANTED) in table.FILE.read_text()
