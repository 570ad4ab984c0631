"""Highlights, in the tabs of a listing, the lines that the stage before does not have."""

import difflib
import re
from collections.abc import Iterator

from .tree import ROOT

TAB = re.compile(
    r'^=== "Stage (?P<stage>\d)"\n\n'
    r'    ```python (?P<title>title="[^"\n]+")\n'
    r'    --8<-- "(?P<path>[^":\n]+):(?P<section>\w+)"\n'
    r"    ```\n",
    re.M,
)
MOST = 0.8  # of a listing: if more has changed, it is another listing


def highlighted(markdown: str) -> str:
    """The page, with the changed lines of each tab marked. A tab is compared with the one right
    before it, if both show the same section of files with the same name."""
    before: re.Match[str] | None = None
    found: list[tuple[re.Match[str], str]] = []
    for tab in TAB.finditer(markdown):
        follows = before and not markdown[before.end() : tab.start()].strip()
        if before and follows and _same_role(before, tab):
            marks = " ".join(_changed(_lines(before), _lines(tab)))
            found += [(tab, marks)] if marks else []
        before = tab
    for tab, marks in reversed(found):
        at = tab.end("title")
        markdown = f'{markdown[:at]} hl_lines="{marks}"{markdown[at:]}'
    return markdown


def _same_role(one: re.Match[str], other: re.Match[str]) -> bool:
    names = {tab["path"].rpartition("/")[2] for tab in (one, other)}
    return len(names) == 1 and one["section"] == other["section"]


def _lines(tab: re.Match[str]) -> list[str]:
    """The lines of its section, as the page shows them."""
    text = (ROOT / tab["path"]).read_text("utf-8")
    _, _, rest = text.partition(f"[start:{tab['section']}]")
    inside, _, _ = rest.partition(f"[end:{tab['section']}]")
    return [line for line in inside.splitlines()[1:] if "--8<--" not in line]


def _changed(before: list[str], after: list[str]) -> Iterator[str]:
    """The numbers, from 1, of the lines that are new or changed; none if most are."""
    matcher = difflib.SequenceMatcher(None, before, after, autojunk=False)
    opcodes = [
        (k, m) for kind, _, _, k, m in matcher.get_opcodes() if kind in ("replace", "insert")
    ]
    new = [number for k, m in opcodes for number in range(k, m) if after[number].strip()]
    if len(new) <= MOST * sum(bool(line.strip()) for line in after):
        yield from (str(number + 1) for number in new)
