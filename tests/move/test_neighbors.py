"""Which side a service of stage 2 calls, depending on where its neighbors are."""

import pytest

from move import journal, neighbors, service, units
from move.guard import Moved
from shop_rules.errors import Conflict, NotFound, Unavailable

import chassis.config

LISTED = {"shop": ["old"], "inventory": ["new"], "cart": ["new cart"], "accounts": ["new accounts"]}


@pytest.fixture
def asks(monkeypatch, tmp_path):
    """asks(name, checkout): as that service, with the checkout held by that side; accounts too, if
    they are named."""
    monkeypatch.setattr(neighbors, "_addresses", lambda name: LISTED[name])

    def of(name, checkout, accounts="old"):
        monkeypatch.setenv("DATA", str(tmp_path / name))
        monkeypatch.setenv("SERVICE", name)
        told = {"units": {"checkout": checkout, "accounts": accounts}, "told": {}}
        journal.write_journal(tmp_path, told)
        chassis.config.config.cache_clear()
        neighbors._holders.cache_clear()
        return neighbors.addresses

    yield of
    chassis.config.config.cache_clear()
    neighbors._holders.cache_clear()


@pytest.mark.parametrize(("holder", "place"), {"old": "old", "nobody": "old", "new": "new"}.items())
def test_the_catalog_asks_the_side_that_has_the_stock(asks, holder, place):
    assert asks("catalog", holder)("inventory") == [place]


def test_the_services_of_one_unit_ask_each_other(asks):
    """Whichever side holds the unit: if theirs doesn't, the guard refuses them."""
    assert asks("orders", "old")("cart") == ["new cart"]


def test_a_service_asks_the_side_that_has_the_accounts(asks):
    assert asks("cart", "new")("accounts") == ["old"]
    assert asks("cart", "new", accounts="nobody")("accounts") == ["old"]
    assert asks("cart", "new", accounts="new")("accounts") == ["new accounts"]


def test_a_refusal_is_asked_again_by_the_gateway_and_waited_for_by_a_worker():
    moved = Moved("elsewhere").as_problem("/x", "1")
    assert isinstance(neighbors.as_moved(moved), Moved)
    assert isinstance(neighbors.as_unavailable(moved), Unavailable)
    for error in (NotFound("x"), Conflict("y")):
        problem = error.as_problem("/x", "1")
        assert isinstance(neighbors.as_moved(problem), type(error))
        assert isinstance(neighbors.as_unavailable(problem), type(error))


def test_a_cart_asks_valkey_who_holds(sides, monkeypatch):
    monkeypatch.setenv("SERVICE", "cart")
    chassis.config.config.cache_clear()
    assert not service.is_held(units.CHECKOUT)
    sides.expand("checkout")
    assert not service.is_held(units.CHECKOUT)
    sides.hold("new")
    assert service.is_held(units.CHECKOUT)
