"""`make stage1` opens the control room too, and `XRAY=off` leaves out all of it."""

import re

from local.xray import NAME, PORTS
from spans.settings import ENDPOINT
from tests.contract.steps import eventually
from tests.drivers import stage1

WITHIN = 20  # seconds
LINK = r"http://127\.0\.0\.1:(\d+)/#token=[\w-]{22}"


def shown(stage):
    """What the terminal shows from the line on that says where the shop is."""
    lines = eventually(lambda: whole(stage.output().splitlines()), WITHIN)
    first = next(n for n, line in enumerate(lines) if line.startswith("The shop is open"))
    return lines[first:]


def whole(lines):
    assert any(line.startswith("Ctrl-C closes the shop") for line in lines)
    return lines


def knows(process):
    return ENDPOINT in process.environ()


def test_it_is_open_unless_it_is_switched_off(tmp_path):
    with stage1.running(data=tmp_path / "data", env={"XRAY": ""}) as stage:
        port = re.fullmatch(f"Its control room: {LINK}", shown(stage)[1])[1]
        assert (int(port) - int(PORTS["stage1"])) % 10 == 0
        assert stage.run["parts"][NAME]["port"] == int(port)
        assert len(shown(stage)) < 24 and len(shown(stage)[1]) <= 80
        assert "2 parts" in shown(stage)[2]  # of the shop
        assert any(map(knows, stage.processes()))
    with stage1.running(data=tmp_path / "data") as stage:
        assert NAME not in stage.run["parts"] and "control room" not in stage.output()
        assert not any(map(knows, stage.processes()))


def test_spans_for_a_collector_of_ones_own_leave_it_out_in_a_word(tmp_path):
    env = {"XRAY": "", ENDPOINT: "http://127.0.0.1:9"}
    with stage1.running(data=tmp_path / "data", env=env) as stage:
        assert shown(stage)[1] == f"No control room: {ENDPOINT} is set, and gets the spans."
        assert NAME not in stage.run["parts"] and any(map(knows, stage.processes()))
