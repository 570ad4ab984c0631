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
OPPOSITE = re.compile(r"not (shown here|in this shop)", re.I)
# What may be the name of a section in a file that shows a topic.
NAMES = [
    r"\[start:{}\]",  # the marker of a listing
    r"^ *(?:async )?(?:def|class) {}\b",
    r"^{}\b.* = ",
    r"^\[+{}\]",  # TOML
    r'^ *"?{}"?:',  # YAML, JSON, the Makefile's targets
    r"^{}==",  # a requirement
    r"^{} ",  # an instruction of a Dockerfile
    r'^@id\("{}"\)',  # a policy of Cedar
    r"^(?:action|entity|type) {}\b",  # a word of Cedar's schema
]


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
    if file not in shown(text, f"docs/{topic['page']}"):
        return [f"{file} is not shown there"]
    if not has(root / file, topic.get("section", "")):
        return [f"{file} has no section {topic.get('section')!r}"]
    says_no = OPPOSITE.search(around(text, topic["heading"]))
    return [f"the page says of {topic['heading']!r} that it is not shown"] if says_no else []


def has(path, name):
    """True if something in the file, or a file in the folder, has that name."""
    if path.is_dir():
        return bool(name) and (path / name).exists()
    text = path.read_text("utf-8")
    if path.suffix == ".md" and treats(text, name):
        return True
    return bool(name) and any(re.search(one.format(re.escape(name)), text, re.M) for one in NAMES)


def around(text, term):
    """What the page says of the term: its paragraph, or all below its heading up to the next."""
    below = section(text, term)
    headings = {one.casefold() for one in HEADING.findall(below)}
    if term.casefold() in headings:
        return below
    return "".join(each for each in below.split("\n\n") if treats(each, term))


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
