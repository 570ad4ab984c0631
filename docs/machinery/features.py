"""The pages that show the same file of each stage side by side, and what differs."""

from collections.abc import Iterable
from itertools import combinations

from . import compare, tree

PAIRS = tuple(combinations(tree.ROOMS, 2))  # (1, 2), (1, 3), (2, 3)


def pages() -> dict[str, str]:
    """{path below docs: Markdown}"""
    made = {}
    for feature in tree.FEATURES:
        made[f"features/{feature}/index.md"] = overview(feature)
        for role in tree.roles(feature):
            made[f"features/{feature}/{role}.md"] = role_page(feature, role)
    return made


def menu() -> list[dict[str, list[str]]]:
    """[{feature: [paths below docs]}], in the form of the site's navigation."""
    return [
        {feature: [f"features/{feature}/{name}.md" for name in ("index", *tree.roles(feature))]}
        for feature in tree.FEATURES
    ]


def overview(feature: str) -> str:
    heads = [f"{a} → {b}" for a, b in PAIRS]
    rows = [_row(feature, role) for role in tree.roles(feature)]
    head = f"| file | {' | '.join(heads)} |\n|{' --- |' * (len(heads) + 1)}"
    return f"# {feature}\n\n{LEGEND}\n\n{head}\n" + "\n".join(rows) + "\n" + _hint(feature)


LEGEND = "Lines from stage to stage: **=** kept, **~** changed, **+** new, **-** gone."


def _row(feature: str, role: str) -> str:
    files = tree.files(feature, role)
    cells = [_counted(files[a], files[b]) for a, b in PAIRS]
    return f"| [{role}]({role}.md) | {' | '.join(cells)} |"


def _counted(before: str | None, after: str | None) -> str:
    if not before and not after:
        return ""
    kept, changed, new, gone = compare.count(compare.lines(before), compare.lines(after))
    return f"={kept} ~{changed} +{new} -{gone}"


def role_page(feature: str, role: str) -> str:
    files = tree.files(feature, role)
    listings = "\n".join(_tab(f"Stage {n}", _listing(path)) for n, path in files.items())
    diffs = "\n".join(_tab(f"{a} → {b}", _diff(files[a], files[b])) for a, b in PAIRS)
    title = f"# {feature}/{role}.py\n"
    return f"{title}\n{listings}\n\n## What differs\n\n{diffs}\n{_hint(feature, role)}"


def _tab(title: str, content: str) -> str:
    inside = "\n".join(f"    {line}".rstrip() for line in content.splitlines())
    return f'=== "{title}"\n\n{inside}\n'


def _listing(path: str | None) -> str:
    if not path:
        return "This stage has no such file."
    return fence("python", compare.lines(path), title=path)


def _diff(before: str | None, after: str | None) -> str:
    if not before and not after:
        return "Neither stage has such a file."
    found = compare.unified(before, after)
    return fence("diff", found) if found else "Not a line."


def fence(language: str, lines: Iterable[str], title: str = "") -> str:
    """A code listing in Markdown, with snippet markers escaped so that they are shown."""
    named = f' title="{title}"' if title else ""
    plain = "\n".join(line.replace("--8<--", ";--8<--") for line in lines)
    return f"````````{language}{named}\n{plain}\n````````"


def _hint(feature: str, role: str = "") -> str:
    more = f" ROLE={role}" if role else ""
    return f"\nIn the terminal: `make diff FEATURE={feature} FROM=1 TO=2{more}`\n"
