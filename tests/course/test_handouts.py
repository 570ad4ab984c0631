"""A handout and a quiz for each chapter: complete, short, and taken from the chapter itself."""

import re
from collections import Counter
from itertools import pairwise

import pytest

from tests.layout.house import ROOT

from .commands import FENCE

DOCS = ROOT / "docs"
CHAPTERS = "012345678"
KEY = re.compile(r"^\*\*Key idea\.\*\* ([^.]+\.)$", re.M)
FIGURE = re.compile(r'^(?:```mermaid|--8<-- "docs/chapters/.+:handout"|!\[.+\]\(.+\))$', re.M)
TERM = re.compile(r"^\| \[.+\]\(\.\./glossary\.md#[\w-]+\) \| .+ \|$", re.M)
COMMANDS = re.compile(r"^```console\n(.*?)^```$", re.M | re.S)
TABLE = re.compile(r"^\| --- \| --- \| --- \|$", re.M)
QUESTION = re.compile(
    r'^## Question \d\n\n(?:.+\n)+\n((?:- \*\*[a-d]\*\* .+\n){4})\n\?\?\? success "Answer"\n\n'
    r"    \*\*([a-d])\.\*\* (.+\n(?:    .+\n)*)",
    re.M,
)


def text(path):
    return (DOCS / path).read_text("utf-8")


def chapter(number):
    """All pages of a chapter, and the pages of its claims' commands."""
    pages = [*DOCS.glob(f"chapters/{number}-*.md"), *DOCS.glob(f"chapters/{number}-*/*.md")]
    return "\n".join(page.read_text("utf-8") for page in pages)


@pytest.mark.parametrize("number", CHAPTERS)
def test_a_handout_has_an_idea_a_figure_three_terms_two_commands_and_a_table(number):
    handout = text(f"handouts/{number}.md")
    idea = KEY.findall(handout)
    assert len(idea) == 1 and len(idea[0].split()) <= 35
    assert len(FIGURE.findall(handout)) == 1
    assert len(TERM.findall(handout)) == 3
    assert len(TABLE.findall(handout)) == 1
    commands = [line for block in COMMANDS.findall(handout) for line in block.splitlines()]
    assert len(commands) == 2
    for command in commands:
        assert command.removeprefix("$ ") in chapter(number), command


@pytest.mark.parametrize("number", CHAPTERS)
def test_a_quiz_has_five_questions_of_which_each_links_to_its_chapter(number):
    questions = QUESTION.findall(text(f"quiz/{number}.md"))
    assert len(questions) == 5
    for options, _, why in questions:
        assert len(set(options.splitlines())) == 4
        assert f"](../chapters/{number}-" in why


def test_the_right_answer_is_not_found_by_its_letter():
    right = [letter for n in CHAPTERS for _, letter, _ in QUESTION.findall(text(f"quiz/{n}.md"))]
    assert min(Counter(right)[letter] for letter in "abcd") >= 6
    assert sum(one == two for one, two in pairwise(right)) <= len(right) // 3


def test_commands_of_a_handout_are_run_in_the_chapter_and_not_again():
    assert not [n for n in CHAPTERS if FENCE.search(text(f"handouts/{n}.md"))]
