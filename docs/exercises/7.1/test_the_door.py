"""Orders reach the stock through their door alone, so that another stock can be put there.

None of this is visible to clients, so the test reads the files of the copy.
"""

import pytest

from machinery.exercise import copy_of
from tests.layout.house import calls, nodes
from tests.layout.test_imports import ways_round_the_door

ORDERS = "stage1-monolith/shop/orders"
MOVES = {"reserve", "sell", "release", "take_back"}


@pytest.fixture
def orders():
    where = copy_of("7.1")
    files = sorted((where / ORDERS).glob("*.py"))
    return {file.relative_to(where).as_posix(): file.read_text("utf-8") for file in files}


def test_only_the_door_knows_the_inventory(orders):
    assert ways_round_the_door(orders) == []


def test_the_door_offers_each_move_of_the_stock(orders):
    door = nodes(orders[f"{ORDERS}/peers.py"])
    assert {getattr(node, "name", None) for node in door} >= MOVES


def test_each_move_goes_through_the_door(orders):
    called = {
        call.func.attr
        for call in calls(orders[f"{ORDERS}/usecases.py"])
        if getattr(getattr(call.func, "value", None), "id", None) == "peers"
    }
    assert called >= MOVES
