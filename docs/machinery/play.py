"""The things to play with on a page: their script, their style, and the data they begin with.

A page asks for one with an element `data-play="saga"`, which holds a sentence for readers without
JavaScript. The data is written into the page, so that a script has nothing to fetch.
"""

import json
import re
import runpy
from collections.abc import Callable
from functools import partial

from mkdocs.config.defaults import MkDocsConfig
from mkdocs.structure.files import Files
from mkdocs.structure.pages import Page
from mkdocs.utils import get_relative_url

from machinery.tree import ROOT

PLACE = re.compile(r'<div [^>]*data-play="(\w+)"')
SCRIPTS = "docs/javascripts/play"
MODEL = "tests/bench/month.py"
COST = "docs/measured/cost.txt"
STAGE = re.compile(r"stage \d: shop ([\d.]+), postgres ([\d.]+), redis ([\d.]+); (\d+) MB")
WORK = ("shop", "postgres", "redis", "megabytes")  # as month.Work has them
SERVICE = re.compile(r"(API Gateway|Lambda|DynamoDB|SQS|S3|logs) ([\d.]+)")
USED = ("Lambda", "DynamoDB", "SQS", "S3")  # month.py calculates API Gateway, and leaves out logs


def on_page_content(html: str, page: Page, config: MkDocsConfig, files: Files) -> str:
    """The page with what its things to play with need; other pages as they are."""
    return html + "".join(_added(name, page.url) for name in PLACE.findall(html))


def content(name: str) -> str:
    """The data of one, as JSON that may stand in a page."""
    return json.dumps(DATA[name](), default=str).replace("<", "\\u003c")


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


def bill() -> object:
    """The cost model's constants and prices, and what the claim `cost` has measured."""
    model = runpy.run_path(str(ROOT / MODEL))
    names = ("hours", "seconds", "redis_servers", "looks", "buying", "step")
    return {
        "model": {name: model[name.upper()] for name in names},
        "price": model["prices"](),
        "measured": measured((ROOT / COST).read_text("utf-8")),
    }


def measured(box: str) -> dict[str, object]:
    """The work of an order with its visits in stages 1 and 2, the dollars of all in stage 3 but for
    the requests, and the day, as the box shows them."""
    work = [dict(zip(WORK, map(float, found), strict=True)) for found in STAGE.findall(box)]
    parts = {name: float(dollars) / 1000 for name, dollars in SERVICE.findall(box)}
    date = re.search(r"^\d{4}-\d\d-\d\d", box, re.M)
    if len(work) != 2 or not date or not parts.keys() >= set(USED):
        raise ValueError(f"{COST} is not as tests/claims/cost.py prints it.")
    return {"work": work, "rest": sum(parts[name] for name in USED), "date": date[0]}


DATA: dict[str, Callable[[], object]] = {
    "bill": bill,
    "load": partial(written, "load"),
    "saga": partial(written, "saga"),
}
