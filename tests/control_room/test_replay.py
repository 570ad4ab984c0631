"""A replay is not misread: figures, the sentence, the box that is meant, colors, and the end."""

import re

import pytest

from control_room.places import map_of
from tests.contract.steps import eventually

from .page import PROJECTOR
from .sent import scene
from .test_losses import CONFIRM

LENGTHS = {"stage1": 71, "stage2": 466, "stage3": 440}  # milliseconds
TOOK = "{} requests, {} messages, {} transactions."
ENDS = {
    "stage1": "Confirmed after 66 ms, answered after 71 ms: " + TOOK.format(3, 0, 3),
    "stage2": "Answered after 217 ms, confirmed after 414 ms: " + TOOK.format(9, 3, 8),
    "stage3": "Answered after 28 ms, confirmed after 434 ms: " + TOOK.format(3, 3, 5),
}
UNDONE = {"confirmed": "rejected", "captured": "declined", "sold": "available"}
WHOLE, SOON = 490, 10  # of the drawing's units; seconds
LEAST = 13  # pixels of a letter's height on a projector
SIZES = """() => [...document.querySelectorAll("body *")].flatMap(each => {
    const own = [...each.childNodes].some(n => n.nodeType === 3 && n.data.trim());
    if (!own || !each.checkVisibility() || each.closest("option")) return [];
    const drawn = each.getScreenCTM?.(), scale = drawn ? Math.hypot(drawn.a, drawn.b) : 1;
    return [[each.textContent, scale * parseFloat(getComputedStyle(each).fontSize)]];
})"""
INSIDE = """all => { const box = document.querySelector("#lifebox").getBoundingClientRect();
    return all.filter(each => each.textContent).map(each => each.getBoundingClientRect())
        .map(each => each.bottom < box.bottom + 1 && each.right < box.right + 12); }"""
SPOKEN = """length => {
    const slider = document.querySelector("#scrub"), found = [];
    slider.step = "any";
    for (let t = 1; t < length; t += length / 90) {
        slider.value = 1000 * t / (length * 1.25);
        slider.dispatchEvent(new Event("input"));
        const group = [...document.querySelectorAll("#map .spoken")];
        const words = document.querySelector("#caption").lastChild.data;
        found.push([words, group.map(each => each.dataset.node)]);
    }
    return found;
}"""


@pytest.fixture(scope="module", params=list(LENGTHS))
def room(request, shared):
    return shared(request.param)


@pytest.fixture
def page(room, still):
    """On which the scene of the stage is chosen."""
    if not still.page.locator("#stories option[value$=b71]").count():
        room.feed(scene(room.stage), "b71")
    still.choose("b71")
    return still


def declined(stage):
    """The scene with a card that the provider declines."""
    for id_, parent, part, kind, name, start, length, said in scene(stage):
        told = dict(said)
        for one, other in UNDONE.items():
            if "shop.rows" in told:
                told["shop.rows"] = told["shop.rows"].replace(f'"{one}"', f'"{other}"')
        if id_ == CONFIRM[stage]:
            told |= {"http.response.status_code": 402, "error": "402"}
        yield id_, parent, part, kind, name, start, length, told


def rates(page):
    return {text for text in page.page.locator("#map .rate").all_text_contents() if text}


def test_beside_a_replay_stands_no_figure_of_now(page):
    page.shows("#mode b", "Now")
    page.shows("#map [data-node=sandbox] .rate", re.compile("idle|/s"))
    page.at(0.5)
    page.shows("#mode b", "Replay")
    assert rates(page) == set()
    assert not re.search(r"\d %", page.page.locator("#map").text_content())
    page.at(1)
    page.shows("#mode b", "Now")
    assert rates(page) != set()


def test_the_box_that_is_filled_is_the_one_that_the_sentence_begins_with(room, page):
    names = {id_: (id_, n["name"], n.get("part")) for id_, n in map_of(room.stage)["nodes"].items()}
    names["buyer"] = ("The buyer",)
    for words, spoken in page.page.evaluate(SPOKEN, LENGTHS[room.stage]):
        begins = [id_ for id_ in spoken for name in names[id_] if name and words.startswith(name)]
        assert len(spoken) == 1 and begins, (words, spoken)


def test_the_last_sentence_says_how_it_ended_and_what_it_took(room, page):
    page.at(1)
    page.shows("#caption", f"In all {ENDS[room.stage]}")
    page.shows("#map .spoken", count=0)


def test_an_order_that_was_rejected_is_not_green(room, still):
    room.feed(declined(room.stage), "c2")
    still.choose("c2")
    still.at(1)
    still.shows("#caption", re.compile("rejected after", re.IGNORECASE))
    still.shows("#life .band.undone[data-lane=orders]", count=1)
    still.shows("#life .band.undone[data-lane=inventory]", count=1)
    still.shows("#life .band.undone[data-lane=payments]", count=1)
    still.shows("#life .band.final:not([data-lane=notifications])", count=0)
    still.shows("#life .gaptext", count=0)  # no money was taken


def test_the_waterfall_has_no_hole_and_a_scale_with_units(page):
    script = "all => all.map(e => e.checkVisibility() && e.getBoundingClientRect().y)"
    before = page.page.eval_on_selector_all("#fall li", script)
    assert len(before) > 5 and all(before)
    page.at(0.6)
    assert page.page.eval_on_selector_all("#fall li", script) == before
    for axis in ("#fall .scale text", "#life text.sub"):
        marks = page.page.locator(axis).all_text_contents()
        assert len(marks) > 1 and all(re.fullmatch(r"\d+ m?s", mark) for mark in marks)


def test_the_legend_gives_no_two_things_the_same_look(still):
    script = """all => all.map(each => [...each.querySelectorAll("svg *")].map(shape => {
        const { fill, stroke, strokeWidth } = getComputedStyle(shape);
        return [shape.tagName, fill, stroke, strokeWidth].join(" ");
    }).join(", "))"""
    found = still.page.eval_on_selector_all("#legend li", script)
    assert len(found) == len(set(found)) == 16


def test_a_stranger_is_told_what_each_half_is_and_what_can_be_clicked(still):
    still.shows("#map-title .hint", re.compile("Click a box"))
    still.shows("#life-title", re.compile("The order's life the state of its rows"))


def test_each_word_is_large_enough_for_a_projector(page):
    page.at(0.6)
    before = page.page.viewport_size
    page.page.set_viewport_size(PROJECTOR)
    small = {text: size for text, size in page.page.evaluate(SIZES) if size < LEAST}
    page.page.set_viewport_size(before)
    assert small == {}


def check_height(life, is_whole):
    """Polled from here: the page's policy lets no script poll by a text."""
    assert (life.evaluate("each => each.viewBox.baseVal.height") == WHOLE) == is_whole


def test_the_life_below_a_mission_is_lower_and_as_easy_to_read(page):
    before, life = page.page.viewport_size, page.page.locator("#life")
    page.page.set_viewport_size(PROJECTOR)
    page.page.click("#missions")
    page.page.evaluate("document.querySelector('#missionbox').dataset.phase = 'done'")
    eventually(lambda: check_height(life, is_whole=False), SOON)
    page.at(1)
    small = {text: size for text, size in page.page.evaluate(SIZES) if size < LEAST}
    words = life.locator("text").evaluate_all(INSIDE)
    page.page.evaluate("document.querySelector('#missionbox').dataset.phase = 'predict'")
    page.page.click("#missions")
    eventually(lambda: check_height(life, is_whole=True), SOON)
    page.page.set_viewport_size(before)
    assert small == {} and len(words) > 10 and all(words)
