"""Each service's own peers.py against a stand-in that answers what the contract says, and nothing
else: it asks exactly for what it said it would, and lives with exactly what it is promised."""

import re

import pytest
import sqlalchemy as sa
from accounts import peers as accounts_peers
from cart import peers as cart_peers
from cart import tasks as cart_tasks
from catalog import peers as catalog_peers
from catalog import tasks as catalog_tasks
from inventory import peers as inventory_peers
from notifications import tasks as notifications_tasks
from orders import peers as orders_peers
from orders import tasks as orders_tasks

from shop_rules import errors

from chassis import db, outbox, people

from . import contracts
from .alone import SERVICES

LINES = [{"product_id": contracts.PRODUCT, "quantity": 2}]
MISSING = [{"product_id": contracts.PRODUCT[:-1] + "9", "quantity": 2}]
PRODUCT = {"id": contracts.PRODUCT, "name": "Tea", "price": 250}
CART = "01935f00-0000-7000-8000-0000000000e1"
OTHER_PERSON = contracts.PERSON[:-1] + "2"
OTHER_SESSION = contracts.SESSION[:-1] + "2"


def an_order(order_id, lines=LINES):
    more = {"user_id": contracts.PERSON, "total": 500, "created_at": "2999-01-01T00:00:00.000Z"}
    return {"id": order_id, "lines": [{**line, "name": "Tea"} for line in lines], **more}


# {contract: {name: (what the consumer does, what it makes of the answer)}}
DOES = {
    "orders-cart": {
        "reads what is to be bought": (
            lambda _: orders_peers.cart(contracts.PERSON)["lines"][0]["unit_price"],
            250,
        ),
        "reads an empty cart": (lambda _: orders_peers.cart(OTHER_PERSON)["lines"], []),
        "takes out what was bought": (
            lambda _: orders_peers.renew_cart(contracts.PERSON, CART, 3),
            None,
        ),
        "takes it out again": (lambda _: orders_peers.renew_cart(OTHER_PERSON, CART, 3), None),
    },
    "orders-inventory": {
        "reserves what is there": (lambda id: orders_peers.reserve(an_order(id)), True),
        "is refused what is not there": (
            lambda id: orders_peers.reserve(an_order(id, MISSING)),
            False,
        ),
        "sells what was reserved": (lambda id: orders_peers.sell(id), None),
        "releases what was reserved": (lambda id: orders_peers.release(id), None),
        "releases what was never reserved": (lambda id: orders_peers.release(id), None),
        "takes back what was sold": (lambda id: orders_peers.take_back(id), None),
    },
    "orders-payments": {
        "charges a card that is good": (lambda id: charged(id, "pm_card_visa"), "captured"),
        "charges a card that is declined": (
            lambda id: charged(id, "pm_card_chargeDeclined"),
            "declined",
        ),
        "charges after a refund was asked for": (
            lambda id: charged(id, "pm_card_visa"),
            "cancelled",
        ),
        "charges while the provider is down": (lambda id: charged(id, "pm_card_visa"), None),
        "refunds what was charged": (lambda id: orders_peers.refund(id), True),
        "refunds what was never charged": (lambda id: orders_peers.refund(id), True),
        "refunds while the provider is down": (lambda id: orders_peers.refund(id), False),
    },
    "cart-catalog": {
        "reads what is on sale": (
            lambda _: cart_peers.products([contracts.PRODUCT]),
            {contracts.PRODUCT: {**PRODUCT, "archived": False}},
        ),
        "reads what is no longer on sale": (
            lambda _: refused(lambda: cart_peers.check_on_sale(contracts.PRODUCT)),
            True,
        ),
        "reads what was never there": (
            lambda _: refused(lambda: cart_peers.check_on_sale(MISSING[0]["product_id"])),
            True,
        ),
    },
    "catalog-inventory": {
        "opens the stock of a new product": (
            lambda _: catalog_peers.open_stock(contracts.PRODUCT),
            None,
        ),
        "opens it again": (lambda _: catalog_peers.open_stock(contracts.PRODUCT), None),
        "asks how many there are": (
            lambda _: catalog_peers.available([contracts.PRODUCT]),
            {contracts.PRODUCT: 5},
        ),
    },
    "catalog-accounts": {
        "asks what stands for a person": (
            lambda _: catalog_peers.visitor_key(contracts.PERSON),
            "0123456789abcdef0123456789abcdef",
        ),
        "asks for a person who has just gone": (
            lambda _: gone(lambda: catalog_peers.visitor_key(OTHER_PERSON)),
            True,
        ),
    },
    "everyone-accounts": {
        "asks whose session it is": (
            lambda _: people.roles_in(contracts.SESSION, contracts.PERSON),
            ("customer",),
        ),
        "asks for a session that is over": (
            lambda _: people.roles_in(OTHER_SESSION, OTHER_PERSON),
            None,
        ),
        "asks whether a person is there": (lambda _: people.exists(contracts.PERSON), True),
        "asks for a person who is gone": (lambda _: people.exists(OTHER_PERSON), False),
    },
}


def charged(order_id, method):
    return orders_peers.charge(an_order(order_id), method)


def refused(work):
    try:
        work()
    except errors.NotFound:
        return True


def gone(work):
    try:
        work()
    except errors.Unauthenticated:
        return True


@pytest.mark.parametrize("promise", contracts.all_of_them(), ids=str)
def test_a_consumer_asks_for_what_it_said_and_lives_with_what_it_is_promised(
    promise, inside, neighbours
):
    inside("catalog" if promise.consumer == "everyone" else promise.consumer)
    promise.be_kept_by(neighbours)
    does, expected = DOES[f"{promise.consumer}-{promise.provider}"][promise.name]
    assert does(promise.order) == expected
    asked = (promise.provider, promise.method, promise.path, promise.body)
    assert neighbours.unexpected == []
    assert neighbours.asked == [asked]


def test_each_thing_a_consumer_does_is_in_a_contract():
    named = {(f"{each.consumer}-{each.provider}", each.name) for each in contracts.all_of_them()}
    assert {(pair, name) for pair, names in DOES.items() for name in names} == named


def test_each_door_under_internal_has_a_contract():
    for service in ("accounts", "catalog", "cart", "inventory", "payments"):
        text = "".join(file.read_text() for file in (SERVICES / service).glob("*.py"))
        doors = re.findall(r'@internal\.(\w+)\("([^"]+)"\)', text)
        promised = [(each.method, each.path) for each in contracts.promised_by(service)]
        assert doors
        for method, rule in doors:
            shape = re.sub(r"<\w+>", "[^/]+", rule) + r"(\?.*)?"
            fitting = [m == method.upper() and re.fullmatch(shape, path) for m, path in promised]
            assert any(fitting), f"{service}: {method} {rule} has no user"


class Reading(dict):
    """An event that knows which of its fields were read."""

    def __init__(self, content):
        super().__init__(content)
        self.read = set()

    def __getitem__(self, name):
        self.read.add(name)
        return super().__getitem__(name)


@pytest.fixture
def tables(database, inside, settings):
    """All that the handlers need, in one database and for one user of Valkey, the operator: only
    their own code is tested here."""
    inside("orders", REDIS_URL=settings["REDIS_URL"])
    db.metadata.create_all(db.engine())


FOLLOWERS = {
    ("orders", "notifications"): lambda event: notifications_tasks.on_order_event("e1", event),
    ("orders", "catalog"): lambda event: catalog_tasks.on_order_event("e2", event),
    ("stock", "catalog"): lambda event: catalog_tasks.on_stock_event("e3", event),
    ("people", "cart"): lambda event: cart_tasks.on_people_event("e4", event),
    ("people", "orders"): lambda event: orders_tasks.on_people_event("e5", event),
    ("people", "notifications"): lambda event: notifications_tasks.on_people_event("e6", event),
}
TELLERS = {
    "orders": lambda tx, told: orders_peers.notify(
        tx, an_order(told["order_id"], told["lines"]), told["kind"], told["text"]
    ),
    "stock": lambda tx, told: inventory_peers.tell(tx, *told.values()),
    "people": lambda tx, told: accounts_peers.forget_person(tx, told["user_id"]),
}


@pytest.mark.parametrize(("stream", "service"), FOLLOWERS)
def test_a_follower_reads_of_an_event_what_it_said_it_would(stream, service, tables):
    contract = contracts.events()[stream]
    event = Reading(contract["told"])
    FOLLOWERS[stream, service](event)
    assert event.read == set(contract["consumers"][service])


@pytest.mark.parametrize("stream", TELLERS)
def test_a_producer_tells_what_its_followers_rely_on(stream, tables):
    told = contracts.events()[stream]["told"]
    with db.transaction("tell") as tx:
        TELLERS[stream](tx, told)
        rows = tx.execute(sa.select(outbox.outbox).order_by(outbox.outbox.c.id)).all()
    assert (rows[-1].destination, rows[-1].content) == (f"stream {stream}", told)


def test_the_followers_of_each_stream_are_in_the_contract():
    written = {
        (stream, service)
        for stream, contract in contracts.events().items()
        for service in contract["consumers"]
    }
    assert written == set(FOLLOWERS)
    assert set(TELLERS) == set(contracts.events())
