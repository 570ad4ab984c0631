"""`XRAY=off` leaves out the control room and all of it, and so does a collector of one's own.

test_with_a_stage.py shows that it is open without either.
"""

import pytest

from local.xray import NAME
from spans.settings import ENDPOINT
from tests.drivers import stage1

from .terminal import knows, shown


@pytest.fixture(scope="module")
def data(tmp_path_factory):
    return tmp_path_factory.mktemp("shop") / "data"


def test_switched_off_it_is_not_there_and_no_part_knows_of_it(data):
    with stage1.running(data=data, env={"XRAY": "off"}) as stage:
        assert NAME not in stage.run["parts"] and "control room" not in stage.output()
        assert not any(map(knows, stage.processes()))


def test_spans_for_a_collector_of_ones_own_leave_it_out_in_a_word(data):
    env = {"XRAY": "", ENDPOINT: "http://127.0.0.1:9"}
    with stage1.running(data=data, env=env) as stage:
        assert shown(stage)[1] == f"No control room: {ENDPOINT} is set, and gets the spans."
        assert NAME not in stage.run["parts"] and any(map(knows, stage.processes()))
