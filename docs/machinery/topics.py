"""The page of all topics, generated from docs/syllabus.toml."""

import tomllib
from collections.abc import Iterable
from itertools import groupby

from .tree import ROOT

HEAD = """\
# Topics

What the course teaches, topic by topic: the page that treats it, under which words, and the file of
the repository that shows it. Where no file is named, nothing here shows it, and the page cites who
does.
"""
TABLE = "\n| topic | page | shown by |\n| --- | --- | --- |\n"

Topic = dict[str, str]  # name, chapter, page, heading, file


def pages() -> dict[str, str]:
    """{path below docs: Markdown}"""
    listed: list[Topic] = tomllib.loads((ROOT / "docs/syllabus.toml").read_text("utf-8"))["topic"]
    chapters = groupby(listed, key=lambda topic: topic["chapter"])
    return {"reference/topics.md": HEAD + "".join(_chapter(*one) for one in chapters)}


def _chapter(chapter: str, topics: Iterable[Topic]) -> str:
    title = f"Chapter {chapter}" if chapter.isdigit() else chapter.capitalize()
    return f"\n## {title}\n{TABLE}" + "".join(map(_row, topics))


def _row(topic: Topic) -> str:
    place = f"[{topic['heading']}](../{topic['page']})"
    return f"| {topic['name']} | {place} | {_link(topic['file'])} |\n"


def _link(file: str) -> str:
    return f"[{file}]({_from_here(file)})" if file else "a source"


def _from_here(file: str) -> str:
    return f"../{file.removeprefix('docs/')}" if file.startswith("docs/") else f"../../{file}"
