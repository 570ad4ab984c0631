"""A link from the course opens a mission's card, and gives no control by itself."""

import json
import re
import threading
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer

import pytest
import requests

from control_room.places import map_of

from .page import PATIENCE, PROJECTOR
from .room import TOKEN

LINK = "/#mission=redis-down"
TITLE = "Stop Redis"
REFUSED = re.compile("First open the link that the stage printed")
ASK = """url => fetch(url, {method: "POST", credentials: "include", mode: "no-cors",
    body: JSON.stringify({do: "buyers", count: 3})}).then(() => "sent", () => "not sent")"""


class Quiet(SimpleHTTPRequestHandler):
    def log_message(self, *_):
        pass


@pytest.fixture
def tabs(browser):
    """A browser of a reader who has opened nothing yet: each call is a new tab at that address."""
    context = browser.new_context()
    context.set_default_timeout(PATIENCE)

    def tab(url):
        page = context.new_page()
        page.goto(url)
        return page

    yield tab
    context.close()


def says(page, text, selector="#caption"):
    from playwright.sync_api import expect  # only where there is a browser

    expect(page.locator(selector)).to_have_text(text)


def wanted(room):
    """How many buyers the room has been told to send."""
    with room.ask("GET", "/stream", stream=True) as answer:
        lines = answer.iter_lines()
        while next(lines) != b"event: state":
            pass
        return json.loads(next(lines).removeprefix(b"data: "))["buyers"]["wanted"]


def test_without_the_printed_link_it_shows_nothing_and_then_goes_on_by_itself(room, tabs):
    from_course = tabs(room.url + LINK)
    says(from_course, REFUSED)
    assert from_course.locator("#map, .go").count() == 0
    tabs(room.link).wait_for_selector("#map")
    says(from_course, TITLE, "#missionbox h3")


def test_after_the_printed_link_it_opens_the_card_in_any_tab(room, tabs):
    tabs(room.link).wait_for_selector("#map")
    page = tabs(room.url + LINK)
    says(page, TITLE, "#missionbox h3:focus")
    assert page.locator(".go").is_disabled()  # it asks for a prediction first
    page.evaluate("location.hash = 'mission=outbox'")
    says(page, "Freeze the outbox's relay", "#missionbox h3:focus")
    assert TOKEN not in page.url


def test_its_question_and_buttons_are_seen_without_scrolling(room, tabs):
    """On a projector: the browser's window is 1280 by 720."""
    page = tabs(room.link)
    page.wait_for_selector("#map")
    assert page.viewport_size == PROJECTOR
    for mission in map_of(room.stage)["missions"]:
        page.evaluate("id => location.hash = `mission=${id}`", mission["id"])
        says(page, mission["title"], "#missionbox h3:focus")
        page.locator(".guesses button").last.click()
        box, scrolled = page.locator(".go").bounding_box(), page.evaluate("scrollY")
        assert scrolled == 0 and box["y"] + box["height"] < PROJECTOR["height"], mission["id"]
    assert not page.locator("#life-title").is_visible()  # nothing is to be seen there yet
    page.click("#missions")
    page.wait_for_selector("#under #missionbox")
    assert page.locator("#life-title").is_visible()
    page.click("#missions")
    page.wait_for_selector("#side #missionbox h3:focus")


def test_a_mission_that_is_not_there_is_said_to_be_missing(room, tabs):
    tabs(room.link).wait_for_selector("#map")
    page = tabs(f"{room.url}/#mission=<img src=x onerror=alert(1)>")
    says(page, "There is no such mission in this stage.", ".told p")
    assert page.locator("img").count() == 0


def test_the_token_is_in_no_cookie_and_of_this_origin_alone(room, shared, tabs):
    page = tabs(room.link)
    page.wait_for_selector("#map")
    assert page.context.cookies() == []
    assert "Set-Cookie" not in requests.get(room.url, timeout=30).headers
    other = tabs(room.url.replace("127.0.0.1", "localhost") + LINK)
    says(other, REFUSED)
    says(tabs(shared("stage3").url + LINK), REFUSED)


def test_the_token_of_an_earlier_start_opens_nothing(room, tabs):
    page = tabs(f"{room.url}/#token=ofanearlierstart000000")
    says(page, REFUSED)
    assert page.locator("#map").count() == 0


@pytest.fixture
def foreign(tmp_path):
    """The address of another program's page on this machine."""
    (tmp_path / "index.html").write_text("<p>evil</p>")
    handler = partial(Quiet, directory=tmp_path)
    with ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        thread = threading.Thread(target=server.serve_forever, args=(0.05,))
        thread.start()
        yield f"http://127.0.0.1:{server.server_port}/"
        server.shutdown()
        thread.join()


def test_a_page_at_another_port_of_this_machine_can_do_nothing_with_it(room, tabs, foreign):
    tabs(room.link).wait_for_selector("#map")
    page = tabs(foreign)
    assert page.evaluate(ASK, f"{room.url}/do") == "sent"
    assert wanted(room) == 0
    assert page.evaluate("localStorage.length") == 0
