"""What each thing to play with owes its reader, whatever it shows."""

import re

import pytest

from machinery import play

from .page import PHONE
from .site import PAGES, ROOT

SCRIPTS = ROOT / "docs/javascripts/play"
MOST = 40_000  # bytes of each, with its data
IMPORTED = re.compile(r'from "\./([\w-]+\.js)"')


def scripts(name):
    """{file: its text} of the module and of those that it imports."""
    found, todo = {}, [f"{name}.js"]
    while todo:
        file = todo.pop()
        if file not in found:
            found[file] = (SCRIPTS / file).read_text("utf-8")
            todo += IMPORTED.findall(found[file])
    return found


def test_each_has_a_page_and_each_script_is_used():
    assert set(PAGES) == set(play.DATA)
    used = {file for name in PAGES for file in scripts(name)}
    assert used == {path.name for path in SCRIPTS.glob("*.js")}


@pytest.mark.parametrize("name", PAGES)
def test_it_is_small_and_fetches_nothing(name):
    texts = scripts(name)
    data = len(play.content(name).encode())
    assert sum(len(text.encode()) for text in texts.values()) + data < MOST
    for text in texts.values():
        assert not re.search(r"\bfetch\(|XMLHttpRequest|WebSocket|innerHTML|\beval\(", text)
        assert max(map(len, text.splitlines())) <= 125 and len(text.splitlines()) <= 150


@pytest.mark.parametrize("name", PAGES)
def test_without_javascript_the_page_says_what_is_missing(name, visit):
    page = visit(name, java_script_enabled=False)
    assert "needs JavaScript" in page.place.inner_text()


@pytest.mark.parametrize("name", PAGES)
def test_the_keyboard_reaches_every_control_and_nothing_moves_if_asked(name, visit):
    page = visit(name, viewport=PHONE, reduced_motion="reduce")
    page.place.locator("input, button, select").first.focus()
    reached, names = set(), page.page.evaluate(TAB_STOPS, name)
    for _ in range(len(names) + 5):
        reached.add(page.page.evaluate(FOCUSED))
        page.page.keyboard.press("Tab")
    assert set(names) <= reached
    page.place.get_by_role("button").first.click()
    assert page.page.evaluate("() => document.getAnimations().length") == 0


# A group of radio buttons is one stop.
NAME = """(e) => e.type === 'radio' ? e.name
  : e.getAttribute('aria-label') ?? e.closest('label')?.textContent ?? e.textContent"""
TAB_STOPS = f"""(name) => [...document.querySelectorAll(
  `[data-play=${{name}}] :is(input, button, select)`)].map({NAME})"""
FOCUSED = f"() => ({NAME})(document.activeElement)"
