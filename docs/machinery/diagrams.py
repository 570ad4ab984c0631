"""`python -m machinery.diagrams`: draws each diagram of the course as an SVG and a PNG file.

They are for slides and posters. Needs Chromium. Writes to .data/diagrams, or to the folder OUT, and
an index.html with all of them. An SVG shows its labels in browsers only, a PNG everywhere.
"""

import html
import os
import re
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from local import command
from local.refusal import Refusal

from .tree import ROOT

DOCS = ROOT / "docs"
FENCE = re.compile(r"^( *)```mermaid\n(.*?)^\1```$", re.M | re.S)
INCLUDED = re.compile(r'^ *--8<-- "([^":]+)"$')
TITLE = re.compile(r"^# (.+)$", re.M)
MERMAID = DOCS / "javascripts/mermaid.tiny.js"
WIDTH, SHARP = 1600, 2  # pixels of the window, and of the file for each
# As on the pages, but on white: colors come from the diagrams themselves.
BEGIN = {
    "startOnLoad": False,
    "theme": "neutral",
    "fontFamily": "sans-serif",
    "securityLevel": "loose",
    "themeVariables": {"noteBkgColor": "#fff3cd", "noteTextColor": "#000000"},
}
DRAW = """async ([name, text]) => {
  const { svg } = await mermaid.render(`d-${name}`, text)
  document.body.innerHTML = `<div id="it" style="display: inline-block; padding: 16px">${svg}</div>`
  const drawn = document.querySelector("#it svg"), box = drawn.viewBox.baseVal
  drawn.style.maxWidth = "none"
  drawn.setAttribute("width", box.width)
  drawn.setAttribute("height", box.height)
  return drawn.outerHTML
}"""


SEEN_THROUGH = re.compile(
    r"#([0-9a-f]{6})40\b"
)  # a quarter of this color: for light and dark pages


class Diagram(NamedTuple):
    name: str  # of its files
    page: str  # the first page that has it, below docs
    title: str  # of that page
    text: str


def main(out: str) -> None:
    where = Path(out) if out else ROOT / ".data/diagrams"
    found = list(all_of_them())
    with command.takes("a minute"):
        draw(found, where)
    print(f"{len(found)} diagrams, each as SVG and PNG: {where}/index.html")


def all_of_them() -> Iterator[Diagram]:
    """Each diagram once, the pages in their order."""
    seen: set[str] = set()
    pages = sorted(DOCS.rglob("*.md"), key=lambda page: (page.parent.name == "handouts", page))
    for page in pages:
        text = page.read_text("utf-8")
        titles = TITLE.search(text)
        for number, (_, body) in enumerate(FENCE.findall(text), 1):
            name, diagram = _whole(body, page, number)
            if diagram not in seen:
                seen.add(diagram)
                shown = page.relative_to(DOCS).as_posix()
                yield Diagram(name, shown, titles[1] if titles else shown, diagram)


def _whole(body: str, page: Path, number: int) -> tuple[str, str]:
    """(a name, the diagram's text). A diagram in a file of its own has that file's name."""
    lines = body.splitlines()
    if len(lines) == 1 and (included := INCLUDED.match(lines[0])):
        file = ROOT / included[1]
        return file.stem, file.read_text("utf-8")
    where = page.relative_to(DOCS).with_suffix("").as_posix()
    name = where.removeprefix("chapters/").removesuffix("/index").replace("/", "-")
    indent = min(len(line) - len(line.lstrip()) for line in lines if line.strip())
    return f"{name}-{number}", "".join(f"{line[indent:]}\n" for line in lines)


def on_white(text: str) -> str:
    """The diagram with colors that hide what is behind them, such as half of a crow's foot."""
    return SEEN_THROUGH.sub(lambda found: f"#{_blended(found[1])}", text)


def _blended(color: str) -> str:
    return "".join(f"{255 - (255 - part) // 4:02x}" for part in bytes.fromhex(color))


def draw(diagrams: list[Diagram], where: Path) -> None:
    from tests.storefront import browser as browsers

    if not browsers.chromium():
        raise Refusal(browsers.HOW)
    browsers.install()
    from playwright.sync_api import sync_playwright

    where.mkdir(parents=True, exist_ok=True)
    with sync_playwright() as tool:
        browser = browsers.launched(tool)
        page = browser.new_page(
            viewport={"width": WIDTH, "height": 1000}, device_scale_factor=SHARP
        )
        page.set_content("<!doctype html><body>")
        page.add_script_tag(path=MERMAID)
        page.evaluate("(how) => mermaid.initialize(how)", BEGIN)
        for each in diagrams:
            svg = page.evaluate(DRAW, [each.name, on_white(each.text)])
            (where / f"{each.name}.svg").write_text(svg + "\n", encoding="utf-8")
            page.locator("#it").screenshot(path=where / f"{each.name}.png")
        browser.close()
    (where / "index.html").write_text(index(diagrams), encoding="utf-8")


def index(diagrams: list[Diagram]) -> str:
    shown = "".join(
        f'<h2>{html.escape(each.title)}</h2><p><a href="{each.name}.svg">{each.name}.svg</a>, '
        f'<a href="{each.name}.png">{each.name}.png</a>, from docs/{each.page}</p>'
        f'<img src="{each.name}.png" alt="{each.name}" loading="lazy">\n'
        for each in diagrams
    )
    head = '<!doctype html><html lang="en"><meta charset="utf-8"><title>Diagrams</title>'
    style = "<style>body{font:16px sans-serif;margin:2rem}img{max-width:100%}</style>"
    return f"{head}{style}<h1>Diagrams</h1>\n{shown}"


if __name__ == "__main__":
    sys.exit(command.run(main, os.environ.get("OUT", "")))
