"""The shop and openapi.yaml, held against each other by a machine. In short; see README."""

import pytest
import yaml

from tests.drivers.__main__ import target

from . import runs, scenario
from .__main__ import never_reached
from .roles import NOBODY, RIGHTFUL
from .sizes import Size, short
from .tally import added

SEED = 20


@pytest.fixture(scope="module")
def settings():
    with target({"STAGE": "1"}) as settings:
        yield settings


def test_the_shop_does_what_is_written_and_refuses_the_rest(settings):
    done = runs.all_roles(settings, short, SEED)
    for run in done:
        print(f"As {run.role}: {run.tally.requests()} requests in {run.seconds:.0f} s")
        assert run.passed, run.output
    assert never_reached(added(run.tally for run in done if run.role == RIGHTFUL), chained=()) == []


def test_every_answer_of_a_purchase_is_as_written(settings):
    shop = scenario.CheckedShop(settings["SHOP_URL"])
    staff = settings["SHOP_STAFF_EMAIL"], settings["SHOP_STAFF_PASSWORD"]
    scenario.play(shop, *staff)
    assert len(shop.checked) == len(scenario.ANSWERS)


def test_a_shop_that_does_something_else_is_noticed(settings, tmp_path):
    document = yaml.safe_load(runs.DOCUMENT.read_text(encoding="utf-8"))
    health = document["components"]["schemas"]["HealthAnswer"]["properties"]["data"]
    health["properties"]["status"] = {"const": "fine"}
    other = tmp_path / "openapi.yaml"
    other.write_text(yaml.safe_dump(document), encoding="utf-8")
    only = ["--include-operation-id", "get_health"]
    run = runs.run(settings, NOBODY, Size("fuzzing", examples=1), SEED, other, only)
    assert not run.passed
    assert "Response violates schema" in run.output
