"""XRAY: the control room beside a stage, or nothing of it."""

import pytest

from local import parts, xray
from local.data import Data
from machinery.branches import STAGES
from tests.layout.house import ROOT

SECRETS = dict.fromkeys(
    """payment_key postgres_password redis_password supervisor_redis gateway_redis metrics_token
    pictures_key pictures_secret aws_key aws_secret room""".split(),
    "s",
)
SERVICES = ("accounts", "catalog", "inventory", "cart", "orders", "payments", "notifications")
SECRETS |= {f"{name}_{kind}": "s" for name in SERVICES for kind in ("redis", "database")}
ENDPOINT = "OTEL_EXPORTER_OTLP_ENDPOINT"


def of(stage, tmp_path, with_room):
    file = parts.read(ROOT / stage.folder)
    file = xray.beside(file) if with_room else file
    data = Data(tmp_path, f"stage{stage.number}")
    return {part.name: part for part in parts.of(file, data.path, SECRETS, 8000, {})}


@pytest.mark.parametrize("stage", STAGES, ids=lambda stage: stage.number)
def test_with_it_each_part_knows_where_to_send_its_spans(stage, tmp_path):
    found = of(stage, tmp_path, with_room=True)
    room = found.pop(xray.NAME)
    assert room.link == f"http://127.0.0.1:{room.port}/#token=s"
    assert room.env["STAGE"] == f"stage{stage.number}"
    for part in found.values():
        assert part.env[ENDPOINT] == f"http://127.0.0.1:{room.port}"
        assert "s" not in part.env.get("TOKEN", "")


@pytest.mark.parametrize("stage", STAGES, ids=lambda stage: stage.number)
def test_without_it_nothing_is_of_it(stage, tmp_path):
    found = of(stage, tmp_path, with_room=False)
    assert xray.NAME not in found
    assert all(ENDPOINT not in part.env and not part.link for part in found.values())


def test_it_is_a_choice():
    assert not xray.is_on({}) and not xray.is_on({"XRAY": "off"}) and xray.is_on({"XRAY": "on"})


def test_a_shop_that_moves_has_a_room_with_a_page_of_its_own():
    room = xray.beside(parts.read(ROOT / "shared/move"))["parts"][xray.NAME]
    assert "move.room:create_app" in room["command"] and room["env"]["STAGE"] == "move"
