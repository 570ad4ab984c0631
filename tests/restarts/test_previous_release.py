"""Today's code opens the data folder of the release before, migrations and all."""

import json
import tarfile
from importlib import import_module
from pathlib import Path

import pytest

from tests.contract.books import check_books
from tests.contract.client import Shop
from tests.contract.provider import Provider
from tests.contract.readings import order_of
from tests.contract.steps import signed_in
from tests.drivers.__main__ import stages

from .buying import check_bounds

FIXTURES = Path(__file__).parent / "fixtures"
STATUSES = ["confirmed", "delivered", "cancelled"]


@pytest.mark.usefixtures("is_quick")
@pytest.mark.parametrize("number", stages())
def test_old_data_is_read_and_bought_from_over_two_starts(number, tmp_path):
    with tarfile.open(FIXTURES / f"stage{number}.tar.xz") as kept:
        kept.extractall(tmp_path / "data", filter="data")
    made = json.loads((FIXTURES / f"stage{number}.json").read_text())
    driver = import_module(f"tests.drivers.stage{number}")
    for _ in range(2):
        with driver.running(data=tmp_path / "data") as stage:
            shop = Shop(stage.url)
            customer = signed_in(shop, made["email"], made["password"])
            found = [order_of(customer, {"id": order})["status"] for order in made["orders"]]
            assert found == STATUSES
            check_bounds(stage)
            provider = Provider(stage.provider, stage.provider_key)
            check_books(shop, signed_in(shop, *stage.staff), provider, promised=made["orders"])
