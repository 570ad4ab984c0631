"""Entering a feature is a span, and says which function of which file was entered."""

import sys
from importlib import import_module

import pytest

from shop_rules import ids
from spans import features, recording

FILES = {
    "toy/orders/usecases.py": """
from . import store
from ..stock import store as stock

def place(order_id):
    stock.reserve(order_id)
    return store.add(order_id)

def settle(order_id):
    return _settle()

def _settle():
    return "settled"
""",
    "toy/orders/store.py": "def add(order_id):\n    return order_id\n",
    "toy/stock/store.py": "def reserve(order_id):\n    return True\n",
}
AN_ID = ids.new_id()


@pytest.fixture
def usecases(tmp_path, monkeypatch):
    for name, text in FILES.items():
        file = tmp_path / "made_up" / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text)
    monkeypatch.syspath_prepend(str(tmp_path / "made_up"))
    features.install(["toy.orders", "toy.stock"], tmp_path / "made_up", "stage1-monolith/")
    yield import_module("toy.orders.usecases")
    for name in [name for name in sys.modules if name.split(".")[0] == "toy"]:
        del sys.modules[name]


def test_only_who_comes_from_elsewhere_enters(usecases, ended):
    with recording.span("request"):
        assert usecases.place(AN_ID) == AN_ID
    assert [span.name for span in ended] == ["stock.reserve", "orders.place", "request"]
    code = {"code.file.path": "stage1-monolith/toy/orders/usecases.py"}
    code["code.function.name"] = "place"
    assert ended[1].attributes == {**code, "shop.order_id": AN_ID}
    assert ended[2].attributes == code  # what the request is for


def test_what_settles_an_order_later_begins_a_trace_with_a_link_to_the_orders(usecases, ended):
    order_id = ids.new_id()
    with recording.span("request"):
        usecases.place(order_id)
    request = ended[-1]
    assert usecases.settle(order_id) == "settled"
    later = ended[-1]
    assert later.parent_id == "" and later.trace_id != request.trace_id
    assert later.links == ((request.trace_id, request.span_id),)


def test_an_unknown_order_has_no_link(usecases, ended):
    assert usecases.settle(ids.new_id()) == "settled"
    assert ended[-1].links == ()


def test_outside_of_a_request_and_of_an_order_nothing_is_recorded(usecases, ended):
    sys.modules["toy.stock.store"].reserve(AN_ID)
    assert ended == []
