"""XRAY: the control room beside a stage, or nothing of it."""

import os
import subprocess

import pytest

from local import beside, parts, ports, xray
from local.data import Data
from local.listing import listing
from machinery.branches import STAGES
from spans.settings import ENDPOINT
from tests.layout.house import ROOT

from . import lean

SECRETS = dict.fromkeys(
    """payment_key postgres_password redis_password supervisor_redis gateway_redis metrics_token
    identity_secret pictures_key pictures_secret aws_key aws_secret room""".split(),
    "s",
)
SERVICES = ("accounts", "catalog", "inventory", "cart", "orders", "payments", "notifications")
SECRETS |= {f"{name}_{kind}": "s" for name in SERVICES for kind in ("redis", "database")}
WITHOUT = [{"XRAY": "off"}, {"SPANS": "on"}, {ENDPOINT: "http://x"}]
CONTRACT = {"course/branch.py"}  # `make contract`, which starts a stage by the driver
WHERE = {"drivers/stage.py", "local/conftest.py", "course/scratch.py"} | CONTRACT
STARTS = """
import sys
import granian, psycopg
from control_room.app import ControlRoom
ControlRoom({"PORT": "1", "TOKEN": "t", "DATA": sys.argv[1], "STAGE": "stage1"})
"""


def of(stage, tmp_path, given):
    file = beside.added(parts.read(ROOT / stage.folder), given)
    data = Data(tmp_path, f"stage{stage.number}")
    return {part.name: part for part in parts.of(file, data.path, SECRETS, 8000, given)}


@pytest.mark.parametrize("given", [{}, {"XRAY": ""}, {"XRAY": "on"}, {"SPANS": "off"}], ids=str)
@pytest.mark.parametrize("stage", STAGES, ids=lambda stage: stage.number)
def test_with_it_each_part_knows_where_to_send_its_spans(stage, given, tmp_path):
    found = of(stage, tmp_path, given)
    room = found.pop(xray.NAME)
    assert room.link == f"http://127.0.0.1:{room.port}/#token=s"
    assert room.env["STAGE"] == f"stage{stage.number}"
    for part in found.values():
        assert part.env[ENDPOINT] == f"http://127.0.0.1:{room.port}"
        assert "s" not in part.env.get("TOKEN", "")


@pytest.mark.parametrize("given", WITHOUT, ids=str)
@pytest.mark.parametrize("stage", STAGES, ids=lambda stage: stage.number)
def test_without_it_nothing_is_of_it(stage, given, tmp_path):
    found = of(stage, tmp_path, given)
    assert xray.NAME not in found and not any(part.link for part in found.values())
    told = {part.env.get(ENDPOINT) for name, part in found.items() if name != "spans"}
    assert told == {found["spans"].offers[ENDPOINT] if "spans" in found else None}


@pytest.mark.parametrize("given", WITHOUT, ids=str)
def test_who_sends_the_spans_elsewhere_is_told_in_a_line_that_there_is_none(given):
    told = xray.elsewhere(parts.read(ROOT / STAGES[0].folder), given)
    assert bool(told) == ("XRAY" not in given) and "\n" not in told


def test_what_has_no_map_has_none():
    file = parts.read(ROOT / "tests/local/dummy")
    assert not xray.is_on(file, {}) and not xray.elsewhere(file, {"SPANS": "on"})
    maps = {path.stem for path in (ROOT / "shared/control_room/maps").glob("*.toml")}
    assert maps - {"common"} == set(xray.PORTS)


def test_it_has_a_port_of_its_own_or_the_next(tmp_path):
    first, second = (of(STAGES[0], tmp_path, {})[xray.NAME].port for _ in range(2))
    assert first % 10 == second % 10 == 1 and second > first >= 9001


def test_a_port_that_another_program_uses_is_left_to_it():
    port = ports.free()
    with ports.socket.create_server(("127.0.0.1", port)):
        assert ports.near(port) > port


def test_it_is_the_last_of_the_parts_that_are_listed():
    part = {"state": "ready", "pid": 0, "port": 0, "started": 0}
    run = {"address": "", "parts": dict.fromkeys([xray.NAME, "shop", "sandbox"], part)}
    assert [line.split()[0] for line in list(listing(run))[2:-1]] == ["shop", "sandbox", xray.NAME]


def test_stage_1_installs_no_more_for_it(tmp_path):
    (tmp_path / "secrets.json").write_text("{}")
    words = [lean.python("stage1", tmp_path / "venv"), "-c", STARTS, tmp_path]
    environ = {**os.environ, "PYTHONPATH": str(ROOT / "shared")}
    subprocess.run(words, env=environ, check=True)


def test_tests_start_stages_without_it_unless_they_say_so():
    texts = {path: path.read_text("utf-8") for path in (ROOT / "tests").rglob("*.py")}
    starts = ('"-m", "local.run"', 'f"local.{module}"', '["make", "--no-print-directory"')
    found = {path for path, text in texts.items() if any(each in text for each in starts)}
    names = {path.relative_to(ROOT / "tests").as_posix() for path in found}
    assert names - {"local/test_xray.py"} == WHERE
    assert all('"XRAY": "off"' in texts[ROOT / "tests" / name] for name in WHERE - CONTRACT)


def test_a_shop_that_moves_has_a_room_with_a_page_of_its_own():
    room = xray.beside(parts.read(ROOT / "shared/move"))["parts"][xray.NAME]
    assert "move.room:create_app" in room["command"] and room["env"]["STAGE"] == "move"
