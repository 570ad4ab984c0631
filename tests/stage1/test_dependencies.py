"""While the database or the provider is down, the shop says so, and recovers afterwards."""

import re

import pytest

from shop import db
from shop.catalog import store
from shop.config import BASE
from shop.orders import tasks

from .person import Person, a_product, data, place, put_in_cart
from .relay import Relay

ADDRESS = re.compile(r"@([^:/]+):(\d+)/")


@pytest.fixture
def line(postgres_url):
    """To the database; it can be cut."""
    host, port = ADDRESS.search(postgres_url).groups()
    relay = Relay(host, int(port))
    relay.url = ADDRESS.sub(f"@127.0.0.1:{relay.port}/", postgres_url)
    yield relay
    relay.close()


def test_without_the_database_every_answer_is_unavailable(line, open_shop):
    shop = open_shop(DATABASE_URL=line.url).test_client()
    staff = Person.seeded(shop, "staff")
    line.cut()
    answers = [
        shop.get(f"{BASE}/products"),
        staff.get("/users"),
        staff.post("/products", {"name": "Tea", "category": "drinks", "price": 1}),
        shop.post(f"{BASE}/tokens", json={"email": staff.email, "password": staff.password}),
    ]
    for answer in answers:
        assert answer.status_code == 503, answer.text
        assert answer.content_type == "application/problem+json"
        assert answer.json["type"] == "urn:shop:problem:unavailable"
        assert int(answer.headers["Retry-After"]) >= 1
        assert "psycopg" not in answer.text
        assert "127.0.0.1" not in answer.text


def test_without_the_database_the_shop_is_alive_but_not_ready(line, open_shop):
    shop = open_shop(DATABASE_URL=line.url).test_client()
    assert shop.get(f"{BASE}/ready").status_code == 200
    line.cut()
    answer = shop.get(f"{BASE}/ready")
    assert answer.status_code == 503
    assert answer.json["dependencies"]["database"] == "unreachable"
    assert shop.get(f"{BASE}/health").status_code == 200


def test_once_the_database_is_back_the_first_request_is_answered(line, open_shop):
    shop = open_shop(DATABASE_URL=line.url).test_client()
    staff = Person.seeded(shop, "staff")
    line.cut()
    assert shop.get(f"{BASE}/products").status_code == 503
    line.mend()
    assert shop.get(f"{BASE}/products").status_code == 200
    assert staff.get("/users").status_code == 200
    assert shop.get(f"{BASE}/ready").status_code == 200


@pytest.fixture
def hurried(monkeypatch):
    """What takes ten seconds otherwise."""
    monkeypatch.setitem(db.PATIENCE, "options", "-c statement_timeout=300")


def test_a_row_that_somebody_holds_is_not_waited_for_for_ever(hurried, postgres_url, open_shop):
    shop = open_shop(DATABASE_URL=postgres_url).test_client()
    staff = Person.seeded(shop, "staff")
    product = a_product(staff)
    with db.transaction("holding") as tx:
        store.get(tx, product["id"], lock=True)
        answer = staff.delete(f"/products/{product['id']}")
    assert answer.status_code == 503, answer.text
    assert answer.json["type"] == "urn:shop:problem:unavailable"
    assert staff.delete(f"/products/{product['id']}").status_code == 204


def test_a_server_that_vanished_is_given_up(postgres_url, open_shop):
    open_shop(DATABASE_URL=postgres_url)
    with db.reading() as tx:
        told = tx.connection.driver_connection.info.get_parameters()
    assert int(told["tcp_user_timeout"]) == 10_000
    assert int(told["keepalives_idle"]) + int(told["keepalives_interval"]) <= 10


def test_without_the_provider_the_shop_is_ready_and_says_so(shop):
    answer = shop.get(f"{BASE}/ready")
    assert data(answer) == {
        "dependencies": {"database": "ok", "payment_provider": "unreachable"},
    }


def test_with_the_provider_the_shop_says_that_too(open_shop, sandbox):
    shop = open_shop(PAYMENT_URL=sandbox).test_client()
    assert data(shop.get(f"{BASE}/ready"))["dependencies"]["payment_provider"] == "ok"


def test_without_the_provider_an_order_is_taken_and_waits(shop, staff):
    customer, product = Person.new(shop), a_product(staff, stock=3)
    put_in_cart(customer, product, 2)
    order = data(place(customer), 201)
    assert order["status"] == "pending"
    stock = data(staff.get(f"/products/{product['id']}/stock"))
    assert stock == {"available": 1, "reserved": 2, "sold": 0}


def test_once_the_provider_is_back_the_sweep_settles_what_waits(open_shop, sandbox):
    host, port = sandbox.removeprefix("http://").split(":")
    line = Relay(host, int(port))
    line.cut()
    shop = open_shop(PAYMENT_URL=f"http://127.0.0.1:{line.port}").test_client()
    customer, staff = Person.new(shop), Person.seeded(shop, "staff")
    put_in_cart(customer, a_product(staff))
    order = data(place(customer), 201)
    assert order["status"] == "pending"
    line.mend()
    tasks.at_start()
    tasks.sweep()
    line.close()
    assert data(customer.get(f"/orders/{order['id']}"))["status"] == "confirmed"
    assert data(customer.get(f"/orders/{order['id']}/payment"))["status"] == "captured"
