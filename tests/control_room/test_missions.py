"""Each mission can be played where it says, and leads to a page that is there."""

import re

import pytest

from control_room.controls import Controls
from control_room.places import map_of
from control_room.source import of_node
from local import parts
from local.data import Data
from local.xray import PORTS
from tests.layout.house import ROOT

from .test_places import FOLDERS, STAGES

MISSIONS = {each["id"]: (each, stage) for stage in STAGES for each in map_of(stage)["missions"]}
WATCHES = {
    "status",
    "is",
    "between",
    "together",
    "asks_again",
    "breaker",
    "confirmed",
    "order",
    "init",
}

LINK = re.compile(r"\[[^\]]+\]\(http://127\.0\.0\.1:(\d+)/#mission=([\w-]+)\)")
PAGES = [
    p for p in sorted((ROOT / "docs").rglob("*.md")) if "](http://127.0.0.1:9" in p.read_text()
]


def test_there_are_enough_for_a_lesson():
    assert len(MISSIONS) >= 8


def test_the_page_of_the_course_lists_each_with_its_stages():
    page = (ROOT / "docs/control-room.md").read_text()
    rows = {
        (title, tuple(LINK.findall(links)), read)
        for title, links, read in re.findall(
            r"^\| (.+?) \| (\[.+?) \| \[.+?\]\((.+?)\) \|$", page, re.M
        )
    }
    assert rows == {
        (each["title"], tuple((PORTS[s], each["id"]) for s in each["stages"]), each["read"][5:])
        for each, _ in MISSIONS.values()
    }


@pytest.mark.parametrize("name", MISSIONS)
def test_the_page_that_a_mission_says_to_read_links_to_it(name):
    mission, _ = MISSIONS[name]
    page = (ROOT / mission["read"]).read_text("utf-8")
    assert {(PORTS[s], name) for s in mission["stages"]} <= set(LINK.findall(page))
    assert mission["title"] in page
    assert re.search(
        r"\*\*See it happen\.\*\* Type `make stage\d`, .*?control-room\.md", page, re.S
    )


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.stem)
def test_each_link_of_the_course_names_a_mission_of_that_stage(page):
    there = {(PORTS[s], name) for name, (each, _) in MISSIONS.items() for s in each["stages"]}
    text = page.read_text("utf-8")
    assert set(LINK.findall(text)) <= there
    assert len(LINK.findall(text)) == text.count("#mission=")


@pytest.mark.parametrize("name", MISSIONS)
def test_a_mission_can_be_played(name, tmp_path):
    mission, stage = MISSIONS[name]
    there = parts.read(ROOT / FOLDERS[stage])["parts"]
    acts = Controls(Data(tmp_path, stage))._acts
    for step in [*mission["begin"], *mission["heal"]]:
        assert step["do"] in acts
        assert step.get("part", "sandbox") in there
    assert 0 <= mission["right"] < len(mission["answers"])
    assert (
        set(mission["watch"]) <= WATCHES and "{}" in mission["why"] or "breaker" in mission["watch"]
    )
    assert (ROOT / mission["read"]).is_file()


def test_a_slow_mission_says_for_how_long_the_code_waits():
    source = (ROOT / "stage2-services/orders/peers.py").read_text("utf-8")
    seconds = re.search(r"^CHARGE_SECONDS = (\d+)", source, re.M)[1]
    slow = {name: each["slow"] for name, (each, _) in MISSIONS.items() if "slow" in each}
    assert slow.keys() == {"breaker"} and f" {seconds} s," in slow["breaker"]


@pytest.mark.parametrize("name", MISSIONS)
def test_what_a_mission_says_to_read_can_be_opened_beside_the_map(name):
    mission, stage = MISSIONS[name]
    found = of_node(map_of(stage), name)
    assert name not in map_of(stage)["nodes"] and found and found["file"] == mission["read"]
    assert of_node(map_of(stage), mission["read"]) is None  # by its id alone


@pytest.mark.parametrize("name", MISSIONS)
def test_what_a_mission_breaks_it_heals(name):
    mission, _ = MISSIONS[name]
    broken = {step["part"] for step in mission["begin"] if step["do"] in ("stop", "freeze")}
    healed = {step["part"] for step in mission["heal"] if step["do"] in ("start", "thaw")}
    assert broken == healed
    switched = {n for step in mission["begin"] for n in step.get("switches", {})}
    assert switched == {n for step in mission["heal"] for n in step.get("switches", {})}
