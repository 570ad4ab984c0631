"""Every topic of the syllabus is treated by a page that shows where it is in the tree."""

from collections import Counter

import pytest

from .syllabus import CITED, faults, named, section, shown, topics

HOW_MANY = {
    "0": 5,
    "1": 45,
    "2": 50,
    "3": 8,
    "4": 14,
    "5": 29,
    "6": 14,
    "7": 4,
    "8": 14,
    "reference": 5,
}
TOPICS = topics()


def test_no_topic_went_missing():
    assert Counter(topic["chapter"] for topic in TOPICS) == HOW_MANY
    names = [(topic["chapter"], topic["name"]) for topic in TOPICS]
    assert len(set(names)) == len(names)


@pytest.mark.parametrize("topic", TOPICS, ids=lambda topic: f"{topic['chapter']} {topic['name']}")
def test_a_topic_is_where_the_syllabus_says(topic):
    assert faults(topic) == []


@pytest.fixture
def small(tmp_path):
    """A tree with a page about caches."""
    (tmp_path / "docs").mkdir()
    (tmp_path / "cache.py").write_text("")
    (tmp_path / "other.py").write_text("")
    (tmp_path / "docs/caches.md").write_text(
        "# Caches\nA **Cache** is [here](../cache.py).\n## Mesh\n[x](https://example.com)\n"
    )
    return tmp_path


HERE = {"page": "caches.md", "heading": "cache", "file": "cache.py"}


def test_a_topic_that_is_there_is_found(small):
    assert faults(HERE, small) == []
    assert faults(HERE | {"heading": "Mesh", "file": "", "reason": CITED}, small) == []


@pytest.mark.parametrize(
    "wrong",
    [
        {"page": "none.md"},
        {"heading": "queue"},
        {"file": "none.py"},
        {"file": "other.py"},
        {"file": ""},
        {"file": "", "reason": CITED},
        {"heading": "Mesh", "file": ""},
    ],
)
def test_a_topic_that_is_not_there_is_missed(wrong, small):
    assert len(faults(HERE | wrong, small)) == 1


def test_headings_and_bold_terms_are_names_and_those_in_listings_are_not():
    text = "# One\n**two three.** x\n```\n# no\n**no**\n```\n### Four\n"
    assert named(text) == ["One", "Four", "two three"]
    assert section(text, "two three").startswith("# One") and "Four" not in section(text, "One")


def test_a_page_shows_what_it_lists_and_links_to_and_a_features_page_its_three_files():
    text = '[x](../../README.md) [y](../features/cart/routes.md)\n--8<-- "LICENSE:part"\n'
    found = shown(text, "docs/chapters/4.md")
    assert {"README.md", "LICENSE", "stage2-services/cart/routes.py"} <= found
