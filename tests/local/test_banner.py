"""What a newcomer reads when the shop is open: all that is needed next, on one small screen."""

import re

import pytest

from local import parts, xray
from local.banner import COURSE, FRONT, banner
from machinery.branches import STAGES
from spans.settings import ENDPOINT
from tests.layout.house import ROOT

ABOUT = {"name": "stage 9", "folder": "stage9", "try": ["make kill P=web # a crash", "man make"]}
PEOPLE = {
    "staff": {"email": "staff@shop.example", "password": "0123456789abcdef"},
    "customer": {"email": "customer@shop.example", "password": "fedcba9876543210"},
}


ROOM = f"Its control room: http://127.0.0.1:31999/#token={'x' * 22}"


def shown(about=ABOUT, people=PEOPLE, data="", notes=()):
    lines = banner("http://127.0.0.1:8009/api/v1", about, people, 15, 23.4, data, notes)
    return lines.splitlines()


@pytest.mark.parametrize("given", [None, {"SPANS": "on"}, {ENDPOINT: "http://127.0.0.1:4318"}])
@pytest.mark.parametrize("stage", STAGES, ids=lambda stage: stage.number)
def test_it_fits_a_small_terminal_below_the_line_that_counts(stage, given):
    note = xray.elsewhere(parts.read(ROOT / stage.folder), given) if given else ROOM
    assert note
    lines = shown(parts.read(ROOT / stage.folder)["stage"], notes=[note])
    assert len(lines) < 24 and max(map(len, lines)) <= 80


@pytest.mark.parametrize("stage", STAGES, ids=lambda stage: stage.number)
def test_each_command_it_shows_is_one_of_the_makefile_and_names_its_stage(stage):
    makefile = (ROOT / "Makefile").read_text()
    lines = shown(parts.read(ROOT / stage.folder)["stage"])
    commands = [line.split() for line in lines if line.startswith("  make ")]
    assert len(commands) == 3
    for _, target, which, *_ in commands:
        assert re.search(f"^{target}: ", makefile, re.M)
        assert which == f"STAGE={stage.number}"


def test_it_has_one_link():
    assert re.findall(r"http://\S+", "\n".join(shown())) == [f"http://127.0.0.1:8009{FRONT}"]


def test_it_links_to_the_control_room_that_runs():
    assert ROOM in shown(notes=[ROOM])


def test_it_says_where_the_course_begins():
    assert (ROOT / COURSE).is_file() and any(COURSE in line for line in shown())


def test_each_sign_in_is_a_line():
    assert "  staff     staff@shop.example      0123456789abcdef" in shown()
    assert not any("Sign in" in line for line in shown(people={}))


def test_the_commands_stand_before_their_remarks():
    assert "  make kill STAGE=9 P=web   # a crash" in shown()
    assert "  man make" in shown()


def test_the_commands_name_the_data_folder_that_was_named():
    lines = shown(data="my data")
    assert "  make kill DATA='my data' P=web   # a crash" in lines
    assert "  man make" in lines and "STAGE=" not in "\n".join(lines)
