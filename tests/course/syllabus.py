"""Looks up a topic of docs/syllabus.toml in the page that treats it."""

import os
import re
import tomllib
from pathlib import Path, PurePosixPath

from machinery import tree

ROOT = Path(__file__).resolve().parents[2]
FENCE = re.compile(r"^( *)(```|~~~).*?^\1\2 *$", re.M | re.S)
HEADING = re.compile(r"^#+ +(.+?) *$", re.M)
BOLD = re.compile(r"\*\*(.+?)[.:]?\*\*", re.S)
LINK = re.compile(r"\]\(([^)\s#]+)")
LISTED = re.compile(r'^ *--8<-- "([^":]+)', re.M)
CITED = "not shown here, cited"


def topics():
    return tomllib.loads((ROOT / "docs/syllabus.toml").read_text("utf-8"))["topic"]


def faults(topic, root=ROOT):
    """What is wrong with it, a line each."""
    page = root / "docs" / topic["page"]
    if not page.is_file():
        return [f"there is no page {topic['page']}"]
    text = page.read_text("utf-8")
    found = (
        [] if treats(text, topic["heading"]) else [f"nothing there is called {topic['heading']!r}"]
    )
    return found + _faults_of_file(topic, text, root)


def _faults_of_file(topic, text, root):
    file = topic["file"]
    if not file:
        cited = topic.get("reason") == CITED and "](https://" in section(text, topic["heading"])
        return [] if cited else ["neither a file nor, in its section, a source"]
    if not (root / file).exists():
        return [f"there is no {file}"]
    return [] if file in shown(text, f"docs/{topic['page']}") else [f"{file} is not shown there"]


def treats(text, term):
    return term.casefold() in {one.casefold() for one in named(text)}


def named(text):
    """Its headings and bold terms."""
    prose = FENCE.sub("", text)
    return HEADING.findall(prose) + [" ".join(one.split()) for one in BOLD.findall(prose)]


def section(text, term):
    """From the heading above the term to the next one."""
    parts = re.split(r"^(?=#+ )", FENCE.sub("", text), flags=re.M)
    return "".join(part for part in parts if treats(part, term))


def shown(text, path):
    """The files and folders that a page lists or links to, below the root."""
    folder = PurePosixPath(path).parent
    linked = {os.path.normpath(folder / link) for link in LINK.findall(text)}
    return linked | set(LISTED.findall(text)) | {file for link in linked for file in twins(link)}


def twins(link):
    """The file of each stage that a feature's page shows."""
    found = re.fullmatch(r"docs/features/(\w+)/(\w+)\.md", link)
    return set(filter(None, tree.files(*found.groups()).values())) if found else set()
