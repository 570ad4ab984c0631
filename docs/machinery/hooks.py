"""Functions that MkDocs calls while it builds the site.

It needs docs/ and shared/ in PYTHONPATH, as the Makefile sets it.
"""

import re
from collections.abc import Sequence
from pathlib import Path

from mkdocs.config.defaults import MkDocsConfig
from mkdocs.structure.files import File, Files
from mkdocs.structure.pages import Page

from machinery import changed, features, reference, sources, topics

RUN = re.compile(r"^( *```console)(?: (?:run|open|long|fails))+ *$", re.M)


def on_config(config: MkDocsConfig) -> MkDocsConfig:
    config.nav = [_filled(item, Path(config.docs_dir)) for item in config.nav or []]
    return config


def on_files(files: Files, config: MkDocsConfig) -> Files:
    written = {
        f"docs/{file.src_uri}": file.content_string
        for file in files.documentation_pages()
        if file.src_uri.endswith(".md")
    }
    linking = topics.pages()
    written |= {f"docs/{uri}": text for uri, text in linking.items()}
    made = features.pages() | reference.pages() | linking
    for uri, text in (made | sources.pages(written)).items():
        if old := files.get_file_from_path(uri):
            files.remove(old)
        files.append(File.generated(config, uri, content=text))
    return files


def on_page_markdown(markdown: str, page: Page, config: MkDocsConfig, files: Files) -> str:
    """Remove words that only the tests need from fences, highlight what differs between the tabs of
    a listing, and redirect links that leave docs/."""
    text = changed.highlighted(RUN.sub(r"\1", markdown))
    if page.file.src_uri.startswith("source/"):
        return text
    return sources.relinked(text, f"docs/{page.file.src_uri}", page.file.src_uri)


def on_page_content(html: str, page: Page, config: MkDocsConfig, files: Files) -> str:
    """An empty header of a table is a cell: a screen reader has nothing to read there."""
    return html.replace("<th></th>", "<td></td>")


def _filled(item: object, docs: Path) -> object:
    """An item of the navigation, with its wildcards replaced by pages."""
    if isinstance(item, dict):
        return {title: _filled(inside, docs) for title, inside in item.items()}
    if isinstance(item, list):
        return [page for inside in item for page in _several(inside, docs)]
    return item


def _several(item: object, docs: Path) -> Sequence[object]:
    if item == "features/*.md":
        return features.menu()
    if item == "reference/api.md":
        return reference.menu()
    if not isinstance(item, str) or "*" not in item:
        return [_filled(item, docs)]
    found = sorted(path.relative_to(docs).as_posix() for path in docs.glob(item))
    return [page for page in found if not page.endswith(("/README.md", "/index.md"))]
