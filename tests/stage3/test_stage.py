"""The shop on this machine outlives the AWS it stands on."""

import pytest
import requests

from tests.drivers import stage3

WITHIN = 120  # seconds to come back


@pytest.fixture(scope="module")
def stage(tmp_path_factory):
    with stage3.running(data=tmp_path_factory.mktemp("stage") / "data") as stage:
        yield stage


def signed_in(stage):
    email, password = stage.staff
    body = {"email": email, "password": password}
    return requests.post(f"{stage.url}/tokens", json=body, timeout=30).status_code == 201


def product(stage):
    answer = requests.get(f"{stage.url}/products?limit=1", timeout=30)
    return answer.json()["data"][0]["id"]


def test_killed_before_it_kept_anything_it_is_made_anew_with_the_same_sign_ins(stage):
    old = product(stage)
    stage.kill("aws")
    stage.wait_ready("aws", WITHIN)
    assert signed_in(stage)
    assert product(stage) != old


def test_stopped_and_started_it_has_all_it_had(stage):
    before = product(stage)
    stage.stop("aws")
    stage.start("aws")
    stage.wait_ready("aws", WITHIN)
    assert signed_in(stage)
    assert product(stage) == before


def test_what_it_says_while_it_comes_up_is_what_is_there(stage):
    shown = stage.logs("aws")
    for word in ("artefact: ", "SettleOrder", "OrdersTable", "SettleDeadQueue", "Pictures"):
        assert word in shown
