"""The clients while a part is down: each does one thing."""

from tests.contract.client import Shop
from tests.contract.identity import IdentityProvider
from tests.contract.steps import (
    HEALED,
    a_customer,
    a_product,
    accepted,
    an_order,
    eventually,
    put_in_cart,
    settled,
    signed_in,
)

from .parts import forget_all

PLENTY = 1000


class World:
    def __init__(self, stage):
        self.stage, self.shop = stage, Shop(stage.url)
        self.staff = signed_in(self.shop, *stage.staff)
        names = ("reader", "filler", "buyer", "regretter")
        self.reader, self.filler, self.buyer, self.regretter = (
            a_customer(self.shop, name=name) for name in names
        )
        self.identity = IdentityProvider(stage.identity["IDENTITY_URL"], self.shop)
        self.product = a_product(self.staff, stock=PLENTY)
        self.changing = a_product(self.staff)
        listed = accepted(self.shop.call("GET", "/products", params={"limit": 100}))
        self.pictured = next(product for product in listed if product["image_url"])
        self.order = settled(self.reader, an_order(self.reader, self.product))
        self.waiting = []  # (person, order, status it must come to)

    def prepare(self, reads):
        """Wait until all parts are up again, and prepare what the clients will do. reads() raises
        AssertionError while one is down."""
        forget_all(self.stage)
        eventually(reads, HEALED)
        put_in_cart(self.reader, self.product)
        put_in_cart(self.filler, self.product)
        put_in_cart(self.buyer, self.product)
        self.to_cancel = settled(self.regretter, an_order(self.regretter, self.product))
        assert self.to_cancel["status"] == "confirmed"
        self.leaver = signed_in(self.shop, self.reader.email, self.reader.password)
        self.returned = self.identity.answer(self.identity.someone())
        self.etag = self.shop.call("GET", f"/products/{self.changing['id']}").headers["ETag"]

    def check_promises(self):
        """What was accepted while a part was down has been done since."""
        for person, order, status in self.waiting:
            eventually(lambda o=order, p=person, s=status: _became(p, o, s), HEALED)


def _became(person, order, status):
    assert accepted(person.get(f"/orders/{order['id']}"))["status"] == status, order["id"]
