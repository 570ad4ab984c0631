"""The first start of a shop, which fills its database, dies; the next start continues."""

import json
from importlib import import_module

import pytest

from local.data import Data
from tests.contract.client import Person, Shop
from tests.contract.steps import accepted, listed, signed_in
from tests.drivers.stage import ROOT

from .conftest import STAGE

GOODS = ROOT / "shared" / "catalog" / "products.json"


def test_a_first_start_that_dies_half_way_is_finished_by_the_next(tmp_path):
    driver = import_module(f"tests.drivers.stage{STAGE}")
    data = Data(tmp_path / "data")
    data.claim(f"stage{STAGE}")
    data.unlock()
    (data.path / "crash-at").write_text("add_product:after-commit")
    with pytest.raises(RuntimeError), driver.running(data=data.path, env={"FAULTS": "1"}):
        pass
    assert not (data.path / "crash-at").exists()
    with driver.running(data=data.path) as stage:
        shop = Shop(stage.url)
        staff = signed_in(shop, *stage.staff)
        for good in json.loads(GOODS.read_text()):
            check_is_there(shop, staff, good)


def check_is_there(shop, staff, good):
    """Check that the product exists once, with its image and its stock."""
    found = listed(Person(shop), "/products", q=good["name"])
    (product,) = [product for product in found if product["name"] == good["name"]]
    assert product["image_url"]
    stock = accepted(staff.get(f"/products/{product['id']}/stock"))
    assert stock == {"available": good["stock"], "reserved": 0, "sold": 0}
