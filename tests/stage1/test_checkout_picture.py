"""The diagram of the checkout shows what stage 1 does, in the order it does it."""

import inspect
import re
from pathlib import Path

import pytest

from shop import db
from shop.cart import peers as of_cart
from shop.orders import peers as of_orders
from shop.orders import usecases
from shop.payments import provider

from .person import Person, a_product, data, place, put_in_cart

PICTURE = Path(__file__).parents[2] / "docs/pictures/stage1-checkout.mmd"
PEERS = (of_cart, of_orders)
SHOWN = {usecases: ["place", "settle"], provider: ["create_intent", "confirm"]}


@pytest.fixture
def shop(open_shop, sandbox):
    return open_shop(PAYMENT_URL=sandbox).test_client()


@pytest.fixture
def steps(monkeypatch):
    """What is called between features and asked of the provider, and which transactions begin."""
    noted = []
    for module, names in {**SHOWN, **{peers: _public(peers) for peers in PEERS}}.items():
        for name in names:
            _note(monkeypatch, noted, module, name, lambda *_, name=name: name)
    _note(monkeypatch, noted, db, "transaction", lambda name: f"transaction {name}")
    return noted


def _public(module):
    return [name for name, _ in inspect.getmembers(module, inspect.isfunction)]


def _note(monkeypatch, noted, module, name, step):
    real = getattr(module, name)

    def call(*args):
        noted.append(step(*args))
        return real(*args)

    monkeypatch.setattr(module, name, call)


def drawn():
    """The texts of arrows and notes between the request and the answer."""
    texts = re.findall(r"^ {4}(?:\w+->>\w+|Note over [\w,]+): (.+)$", PICTURE.read_text(), re.M)
    return [text.replace(" ", "_").replace("transaction_", "transaction ") for text in texts[1:]]


def test_the_checkout_goes_as_it_is_drawn(shop, steps):
    customer = Person.new(shop)
    put_in_cart(customer, a_product(Person.seeded(shop, "staff")))
    steps.clear()
    assert data(place(customer), 201)["status"] == "confirmed"
    assert steps == drawn()
