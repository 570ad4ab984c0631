"""Every topic of the syllabus is treated by a page that shows where it is in the tree."""

from collections import Counter

import pytest

from .syllabus import CITED, faults, has, named, section, shown, topics

HOW_MANY = {
    "0": 5,
    "1": 45,
    "2": 52,
    "3": 9,
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
    (tmp_path / "cache.py").write_text("def get():\n    ...\n")
    (tmp_path / "other.py").write_text("")
    (tmp_path / "docs/caches.md").write_text(
        "# Caches\nA **Cache** is [here](../cache.py).\n\nA **queue** is not shown here.\n"
        "## Mesh\n[x](https://example.com)\n"
    )
    return tmp_path


HERE = {"page": "caches.md", "heading": "cache", "file": "cache.py", "section": "get"}


def test_a_topic_that_is_there_is_found(small):
    assert faults(HERE, small) == []
    assert faults(HERE | {"heading": "Mesh", "file": "", "reason": CITED}, small) == []


@pytest.mark.parametrize(
    "wrong",
    [
        {"page": "none.md"},
        {"heading": "shard"},
        {"heading": "queue"},
        {"section": "put"},
        {"section": ""},
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


@pytest.mark.parametrize(
    ("name", "text", "section"),
    [
        ("a.py", "# --8<-- [start:aside]\n", "aside"),
        ("a.py", "class Breaker:\n    def note(self):\n", "note"),
        ("a.py", "SECONDS = 1\n", "SECONDS"),
        ("a.toml", "[parts.orders]\n", "parts.orders"),
        ("a.yaml", "spec:\n  replicas: 2\n", "replicas"),
        ("a.md", "**Decision.** We do.\n", "Decision"),
        ("Dockerfile", "COPY a b\n", "COPY"),
        ("a.cedar", '@id("own")\npermit (principal);\n', "own"),
        ("a.cedarschema", "type Thing = {};\n", "Thing"),
    ],
)
def test_a_section_of_a_file_is_found_by_its_name(name, text, section, tmp_path):
    (tmp_path / name).write_text(text)
    assert has(tmp_path / name, section) and not has(tmp_path / name, section[:-1] + "x")
