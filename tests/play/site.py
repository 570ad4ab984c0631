"""A site of only the pages with things to play with: the whole course takes too long to build."""

import shutil

from tests.course.mkdocs import ROOT, THEME
from tests.course.mkdocs import build as build_site

PAGES = {
    "bill": "chapters/8-choosing.md",
    "load": "chapters/5-services/5-when-a-neighbour-fails.md",
    "saga": "chapters/5-services/3-an-order-is-a-saga.md",
}
HOOK = "docs/machinery/play.py"
MISSING = "ignore"  # links to the pages that this site doesn't have


def build(folder):
    """Into folder/site. The result of the process."""
    docs = folder / "docs"
    for page in PAGES.values():
        (docs / page).parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(ROOT / "docs" / page, docs / page)
    for assets in ("javascripts", "stylesheets", "measured"):
        shutil.copytree(ROOT / "docs" / assets, docs / assets)
    kinds = ("omitted_files", "absolute_links", "unrecognized_links", "anchors", "not_found")
    config = folder / "mkdocs.yml"
    config.write_text(
        f"INHERIT: {ROOT / 'mkdocs.yml'}\ndocs_dir: {docs}\nhooks: [{ROOT / HOOK}]\n"
        f"nav: [{', '.join(PAGES.values())}]\nwatch: []\nplugins: []\n"
        f"theme: {{name: material, custom_dir: {ROOT / THEME}}}\n"
        f"validation: {{{', '.join(f'{kind}: {MISSING}' for kind in kinds)}}}\n"
    )
    return build_site(folder / "site", config)
