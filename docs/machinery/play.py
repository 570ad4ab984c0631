"""The things to play with on a page: their script, their style, and the data they begin with.

A page asks for one with an element `data-play="saga"`, which holds a sentence for readers without
JavaScript. The data is written into the page, so that a script has nothing to fetch.
"""

import json
import re
from collections.abc import Callable
from functools import partial

from mkdocs.config.defaults import MkDocsConfig
from mkdocs.structure.files import Files
from mkdocs.structure.pages import Page
from mkdocs.utils import get_relative_url

from machinery.tree import ROOT

PLACE = re.compile(r'<div [^>]*data-play="(\w+)"')
SCRIPTS = "docs/javascripts/play"


def on_page_content(html: str, page: Page, config: MkDocsConfig, files: Files) -> str:
    """The page with what its things to play with need; other pages as they are."""
    return html + "".join(_added(name, page.url) for name in PLACE.findall(html))


def content(name: str) -> str:
    """The data of one, as JSON that may stand in a page."""
    return json.dumps(DATA[name]()).replace("<", "\\u003c")


def _added(name: str, url: str) -> str:
    script = get_relative_url(f"javascripts/play/{name}.js", url)
    style = get_relative_url("stylesheets/play.css", url)
    return (
        f'\n<link rel="stylesheet" href="{style}">'
        f'<script type="application/json" id="play-{name}">{content(name)}</script>'
        f'<script type="module" src="{script}"></script>\n'
    )


def written(name: str) -> object:
    """The data that stands next to the scripts."""
    return json.loads((ROOT / SCRIPTS / f"{name}.json").read_text("utf-8"))


DATA: dict[str, Callable[[], object]] = {"saga": partial(written, "saga")}
