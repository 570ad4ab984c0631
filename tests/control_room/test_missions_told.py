"""What a mission says and what the map replays are of the same order, and begin together."""

import json
import time

import pytest
import requests

from . import sent
from .conftest import opened
from .shop import Shop

WHOLE = sent.scene("stage2")
OWN, OTHER = "f1", "f2"  # traces
OTHERS_ORDER = "0" * len(sent.ORDER)
AT_THE_VERDICT = """() => new Promise(done => {
    const find = document.querySelector.bind(document);
    const look = () => find(".told").textContent
        ? done([find("#stories").value.slice(-2), find("#play").textContent])
        : requestAnimationFrame(look);
    look();
})"""


@pytest.fixture
def room():
    """Its shop takes any order; the spans of it arrive then."""
    with opened("stage2") as found:
        shop = Shop(lambda: found.feed(WHOLE, OWN))
        found.address = shop.address
        found.tell()
        yield found
        shop.close()


@pytest.fixture
def page(room, watch):
    page = watch(room, mission="stock-gone")
    page.page.click(".guesses button >> nth=0")
    return page


def other_order(room):
    body = json.dumps(sent.body(WHOLE, OTHER, started=time.time()))
    body = json.loads(body.replace(sent.ORDER, OTHERS_ORDER))
    answer = requests.post(f"{room.url}/v1/traces", json=body, timeout=30)
    assert answer.status_code == 200


def test_a_verdict_stands_when_its_replay_begins(page):
    page.page.click("#missionbox .go")
    assert page.page.evaluate(AT_THE_VERDICT) == [OWN, "Pause"]


def test_no_other_order_takes_its_place_until_the_books_are_checked(room, page):
    page.page.fill("#speed", "1")
    page.page.click("#missionbox .go")
    page.page.wait_for_selector("#missionbox[data-phase=seen]")
    other_order(room)
    page.page.wait_for_selector(f"#stories option[value$='{OTHER}']", state="attached")
    page.shows("#play", "Again")
    page.page.wait_for_timeout(2000)
    assert page.page.input_value("#stories").endswith(OWN)
