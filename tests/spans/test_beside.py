"""With SPANS=on a receiver runs beside a stage, and each of its parts sends to it."""

import pytest

from local import beside, parts
from spans.settings import ENDPOINT
from tests.drivers.stage import ROOT

STAGES = ("stage1-monolith", "stage2-services", "stage3-serverless")


def started(stage, folder, environ):
    file = parts.read(ROOT / stage)
    secrets = dict.fromkeys(file["secrets"], "made-up")
    return {p.name: p for p in parts.of(beside.added(file, environ), folder, secrets, 1, environ)}


@pytest.mark.parametrize("stage", STAGES)
def test_each_part_is_told_where_the_receiver_is(stage, tmp_path):
    found = started(stage, tmp_path, {"SPANS": "on"})
    receiver = found.pop("spans")
    assert receiver.command[1:] == ["-m", "spans.receiver", str(receiver.port)]
    assert {p.env[ENDPOINT] for p in found.values()} == {f"http://127.0.0.1:{receiver.port}"}


@pytest.mark.parametrize(
    "environ",
    [{"XRAY": "off"}, {"XRAY": "off", "SPANS": "off"}, {"SPANS": "on", ENDPOINT: "http://x"}],
)
def test_without_it_or_with_a_collector_of_ones_own_there_is_none(environ, tmp_path):
    found = started("stage1-monolith", tmp_path, environ)
    assert "spans" not in found and not [p for p in found.values() if ENDPOINT in p.env]
