"""Pages of the site for the source files that its text links to."""

import os
import re
from collections.abc import Mapping
from pathlib import Path, PurePosixPath

from .features import fence
from .tree import ROOT

LINK = re.compile(r"(?<=\]\()([^)\s#:]+)(#[^)\s]*)?(?=\))")
LANGUAGES = {".py": "python", ".toml": "toml", ".yaml": "yaml", ".sh": "bash", ".json": "json"}
NO_PAGES = re.compile(
    "docs/((exercises|variants)/[^/]+|machinery)/"
)  # in docs/, but not of the site
UNSEARCHED = "---\nsearch:\n  exclude: true\n---\n"


def pages(texts: Mapping[str, str]) -> dict[str, str]:
    """{path below docs: Markdown} of the files that are linked to, directly or from such a page.

    texts: {path below ROOT: Markdown}
    """
    made: dict[str, str] = {}
    todo = [target for path, text in texts.items() for target in targets(path, text)]
    while todo:
        target = todo.pop()
        if page_of(target) not in made:
            text, path = _content(target)
            made[page_of(target)] = UNSEARCHED + relinked(text, path, page_of(target))
            todo += targets(path, text)
    return made


def targets(path: str, text: str) -> list[str]:
    """The files of the repository outside the site that a text links to."""
    found = {_target(path, link) for link, _ in LINK.findall(text)}
    return sorted(filter(None, found))


def relinked(text: str, path: str, page: str) -> str:
    """The text, with links that leave docs/ redirected to the pages that show those files.

    path: of the text, below ROOT. page: that shows it, below docs.
    """

    def lead(match: re.Match[str]) -> str:
        target = _target(path, match[1])
        if target:
            return _relative(page_of(target), page)
        inside = _below_docs(path, match[1])
        return _relative(inside, page) + (match[2] or "") if inside else match[0]

    return LINK.sub(lead, text)


def page_of(target: str) -> str:
    if (ROOT / target).is_dir():
        return f"source/{target}/index.md"
    return f"source/{target.removesuffix('.md')}.md"


def _target(path: str, link: str) -> str | None:
    """The linked file; None if it is a page in docs/ or does not exist."""
    place = _resolved(path, link)
    outside = not place.startswith(("docs/", "../")) and place not in ("docs", ".")
    outside = outside or NO_PAGES.match(place) is not None
    return place if outside and (ROOT / place).exists() else None


def _below_docs(path: str, link: str) -> str | None:
    place = _resolved(path, link)
    if not place.startswith("docs/"):
        return None
    first = [f"{place}/{name}" for name in ("README.md", "index.md")]
    found = [page for page in first if (ROOT / page).is_file()]  # for a folder, its first page
    return (found or [place])[0].removeprefix("docs/")


def _resolved(path: str, link: str) -> str:
    return os.path.normpath(PurePosixPath(path).parent / link)


def _relative(target: str, page: str) -> str:
    return os.path.relpath(target, PurePosixPath(page).parent)


def _content(target: str) -> tuple[str, str]:
    """(its Markdown, the path that its links start from)"""
    place = ROOT / target
    if place.is_dir():
        return _folder(target)
    text = place.read_text("utf-8")
    if place.suffix == ".md":
        return text, target
    return f"# {target}\n\n{fence(_language(place), text.splitlines())}\n", target


def _folder(target: str) -> tuple[str, str]:
    readme = ROOT / target / "README.md"
    begin = readme.read_text("utf-8") if readme.is_file() else f"# {target}\n"
    names = sorted(f"{p.name}/" if p.is_dir() else p.name for p in (ROOT / target).iterdir())
    shown = [name for name in names if not name.startswith("__pycache__")]
    return f"{begin}\n\n{fence('text', shown, title=target)}\n", f"{target}/README.md"


def _language(place: Path) -> str:
    return LANGUAGES.get(place.suffix, "text")
