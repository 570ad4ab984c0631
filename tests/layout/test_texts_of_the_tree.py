"""What may stand in no committed file, and links that lead somewhere."""

import re
from os.path import normpath
from pathlib import Path

import pytest

from machinery import features, reference

from .house import ROOT, committed

# Written in pieces, so that this file is none of those it looks for.
FORBIDDEN = {
    "the address of a package registry": [
        "pypi" + r"\.org",
        "python" + r"hosted\.org",
        "registry" + r"\.npmjs",
        "proxy" + r"\.golang\.org",
        "(?<!emit-)index" + "-url",
    ],
    "a path of somebody's machine": [
        r"(?<![\w.])/" + r"(root|home/\w+|Users/\w+)/",
        r"(?<![\w.])/" + r"tmp/\w",
        r"\b[A-Z]:\\+Users",
    ],
}
LINK = re.compile(r"(?<!\\)\[[^\]]*\]\(\s*<?([^)\s>]+)>?[^)]*\)")
REFERENCE = re.compile(r"^\[[^\]]+\]:\s*(\S+)", re.M)
FENCE = re.compile(r"^(```|~~~).*?^\1", re.M | re.S)


# Pages of the course that are made while it is built, and checked then (tests/course).
MADE = {f"docs/{page}" for item in features.menu() for pages in item.values() for page in pages}
MADE |= {f"docs/{page}" for page in [*reference.menu(), "reference/topics.md"]}


def texts():
    for path in committed():
        try:
            yield path, (ROOT / path).read_text("utf-8")
        except UnicodeDecodeError:
            continue  # an image


def this_machine():
    """The paths of this tree and of this user's files, which are private."""
    places = {str(ROOT), str(Path.home())}
    return {place for place in places if place.count("/") > 1}


def forbidden(path, text, places=()):
    patterns = [(what, pattern) for what, several in FORBIDDEN.items() for pattern in several]
    found = [f"{path}: {what}" for what, pattern in patterns if re.search(pattern, text)]
    return found + [f"{path}: this machine's {place}" for place in places if place in text]


def broken_links(path, text, headings=None):
    """headings: {path: its anchors}, by default as they are on the disk."""
    prose = re.sub(r"`[^`\n]*`", "", FENCE.sub("", text))
    links = LINK.findall(prose) + REFERENCE.findall(prose)
    return [f"{path}: {link}" for link in links if not _leads_somewhere(path, link, headings)]


def _leads_somewhere(path, link, headings):
    if re.match(r"[a-z][a-z0-9+.-]*:", link):
        return True
    file, _, anchor = link.partition("#")
    target = (ROOT / path).parent / file if file else ROOT / path
    if headings is not None:
        return anchor in headings.get(file or path, ())
    if normpath(Path(path).parent / file) in MADE:
        return True
    if not target.exists() or not target.resolve().is_relative_to(ROOT):
        return False
    return not anchor or anchor in anchors(target.read_text("utf-8"))


def anchors(text):
    """As GitHub makes them of headings, and those that the text sets itself."""
    made = []
    for heading in re.findall(r"^#+\s+(.+?)\s*#*$", FENCE.sub("", text), re.M):
        plain = re.sub(r"[^\w\- ]", "", heading.lower()).replace(" ", "-")
        same = sum(1 for other in made if re.fullmatch(rf"{re.escape(plain)}(-\d+)?", other))
        made.append(f"{plain}-{same}" if same else plain)
    return {*made, *re.findall(r'<a id="([\w-]+)"></a>', text)}


def test_no_file_names_a_registry_or_somebodys_machine():
    places = this_machine()
    assert [fault for path, text in texts() for fault in forbidden(path, text, places)] == []


@pytest.mark.parametrize(
    "text",
    [
        "see https://py" + "pi.org/project/flask",
        "--index" + "-url=https://example.com/simple",
        "cd /ro" + "ot/shop",
        "open('/ho" + "me/ada/shop')",
        "DATA=/tm" + "p/shop",
        r"C:\Us" + r"ers\ada",
    ],
)
def test_a_forbidden_text_is_found(text):
    assert len(forbidden("x.md", text)) == 1


def test_a_place_of_this_machine_is_found():
    found = forbidden("x.md", f"cd {ROOT}", [str(ROOT)])
    assert f"x.md: this machine's {ROOT}" in found  # it may match the general pattern as well


@pytest.mark.parametrize("text", ["GET /users/{id}", "the root/home of it", "/api/v1/users/1"])
def test_other_paths_are_none_of_a_machine(text):
    assert forbidden("x.md", text) == []


def test_links_in_markdown_lead_somewhere():
    pages = {path: text for path, text in texts() if path.endswith(".md")}
    assert [fault for path, text in pages.items() for fault in broken_links(path, text)] == []


@pytest.mark.parametrize(
    "text",
    [
        "see [that](nothing-here.md)",
        "see [that](../outside.md)",
        "see ![a picture](docs/nothing.png 'title')",
        "# Heading\nsee [above](#headings)",
        "see [that][1]\n\n[1]: nothing-here.md",
    ],
)
def test_a_broken_link_is_found(text):
    assert len(broken_links("README.md", text, {"README.md": anchors(text)})) == 1


@pytest.mark.parametrize(
    "text",
    [
        "see [that](https://example.com/x) and [mail](mailto:ada@example.com)",
        "# The same behaviour\nsee [above](#the-same-behaviour)",
        "# `make` it!\n# `make` it!\nsee [above](#make-it-1)",
        '<a id="a-term"></a>**A term.** See [it](#a-term)',
        "```\n[no](link)\n```",
        "`[no](link)`",
    ],
)
def test_a_link_that_leads_somewhere_is_not(text):
    assert broken_links("README.md", text, {"README.md": anchors(text)}) == []
