"""The shop on this machine outlives the AWS it runs on."""

import json

import pytest
import requests

from local.data import Data
from tests.drivers import stage3

WITHIN = 120  # seconds to come back
STAFF = {"email": "ada@shop.example", "password": "of the AWS before this one"}
CUSTOMER = {"email": "bob@shop.example", "password": "of the AWS before, too"}


@pytest.fixture(scope="module")
def stage(tmp_path_factory):
    """On an AWS with nothing on it, but with the sign-ins of one that is gone."""
    data = Data(tmp_path_factory.mktemp("stage") / "data")
    data.claim("stage3")
    data.unlock()
    (data.path / "sign-ins.json").write_text(json.dumps({"staff": STAFF, "customer": CUSTOMER}))
    with stage3.running(data=data.path) as stage:
        yield stage


def signed_in(stage):
    email, password = stage.staff
    body = {"email": email, "password": password}
    return requests.post(f"{stage.url}/tokens", json=body, timeout=30).status_code == 201


def product(stage):
    answer = requests.get(f"{stage.url}/products?limit=1", timeout=30)
    return answer.json()["data"][0]["id"]


def test_made_anew_it_has_the_sign_ins_that_were_made_up_before(stage):
    assert stage.staff == (STAFF["email"], STAFF["password"])
    assert signed_in(stage)


def test_killed_before_it_kept_anything_it_is_made_anew_with_the_same_sign_ins(stage, long):
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
