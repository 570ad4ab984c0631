"""The catalog service alone: what is read is never older than the last write, with the cache and
without it; and it hears of stock and sales by events."""

import json

import psycopg
import pytest
import redis
from catalog import app, tasks

from shop_rules import ids

from chassis import cache, loops
from chassis.config import BASE

from . import contracts
from .conftest import NOBODY
from .internal_doors import check_that_only

TEA = {"name": "Tea", "category": "drinks", "price": 250}


@pytest.fixture(scope="module")
def catalog(start):
    return start("catalog")


@pytest.fixture(scope="module")
def worker(catalog, start):
    return start("catalog-worker")


@pytest.fixture
def tea(catalog, staff, neighbours):
    neighbours.answer("inventory", "PUT", "/stock/*", 204)
    return catalog.by(staff, "POST", "/products", 201, json=TEA)


@pytest.fixture
def in_database(settings):
    """in_database(statement, parameter, …)"""
    with psycopg.connect(settings["DATABASE_URL"], autocommit=True) as connection:
        yield lambda statement, *values: connection.execute(statement, values)


def name_of(catalog, product):
    return catalog.ask("GET", f"/products/{product['id']}").json()["data"]["name"]


def renamed(catalog, staff, product, name):
    path = f"/products/{product['id']}"
    etag = catalog.ask("GET", path).headers["ETag"]
    changed = {**TEA, "name": name}
    return catalog.by(staff, "PUT", path, json=changed, headers={"If-Match": etag})


def test_a_second_read_does_not_ask_the_database(catalog, tea, in_database, settings):
    assert name_of(catalog, tea) == "Tea"
    in_database("UPDATE products SET name = 'Other' WHERE id = %s", tea["id"])
    assert name_of(catalog, tea) == "Tea"
    with redis.Redis.from_url(settings["CACHE_URL"]) as volatile:
        volatile.flushall()
    assert name_of(catalog, tea) == "Other"


def test_what_was_written_is_what_is_read_next(catalog, tea, staff):
    assert name_of(catalog, tea) == "Tea"
    for name in ("Green tea", "Black tea"):
        renamed(catalog, staff, tea, name)
        assert name_of(catalog, tea) == name
    catalog.by(staff, "DELETE", f"/products/{tea['id']}", 204)
    assert catalog.ask("GET", f"/products/{tea['id']}").status_code == 404


def test_a_slow_reader_does_not_put_back_what_was_replaced(inside):
    inside("catalog")
    product_id = ids.new_id()
    cache.put("product", product_id, 2, {"name": "new"})
    cache.put("product", product_id, 1, {"name": "old"})
    assert cache.get("product", product_id) == {"name": "new"}
    cache.put("product", product_id, 10, {"name": "newest"})
    cache.put("product", product_id, 9, {"name": "old again"})
    assert cache.get("product", product_id) == {"name": "newest"}


def test_what_is_cached_does_not_live_for_ever(catalog, tea, settings):
    name_of(catalog, tea)
    with redis.Redis.from_url(settings["CACHE_URL"]) as volatile:
        assert 0 < volatile.ttl(f"product:{tea['id']}") <= cache.LIVES_SECONDS


def test_without_the_cache_all_is_read_as_well_and_what_it_holds_is_not_changed(
    catalog, tea, staff, inside, monkeypatch
):
    monkeypatch.setattr(loops, "start", lambda *works, **away: None)
    inside("catalog", CACHE_URL=NOBODY.replace("http", "redis"))
    client, path = app.create_app().test_client(), f"{BASE}/products/{tea['id']}"
    token = {"Authorization": f"Bearer {staff.token}"}
    read = client.get(path)
    changed = client.put(
        path, json={**TEA, "name": "Red tea"}, headers={**token, "If-Match": read.headers["ETag"]}
    )
    assert (read.status_code, changed.status_code) == (200, 503)
    assert client.get(path).json["data"]["name"] == "Tea"


def test_a_list_shows_how_many_there_are_as_the_latest_event_says(
    catalog, worker, tea, tell, soon, in_database
):
    def known():
        row = "SELECT available, stock_version FROM products WHERE id = %s"
        return in_database(row, tea["id"]).fetchone()

    tell("stock", product_id=tea["id"], available=4, version=7)
    soon(lambda: known() == (4, 7))
    tell("stock", product_id=tea["id"], available=9, version=6)  # it was overtaken
    tell("stock", product_id=tea["id"], available=3, version=8)
    soon(lambda: known() == (3, 8))

    def listed():
        found = catalog.ask("GET", "/products?limit=100").json()["data"]
        return [each["available"] for each in found if each["id"] == tea["id"]] == [3]

    soon(listed)


def test_a_sale_told_twice_counts_once(catalog, worker, tea, tell, soon, in_database):
    line = {"product_id": tea["id"], "quantity": 2}
    told, again = {"kind": "order_confirmed", "lines": [line]}, ids.new_id()
    for _ in range(2):
        tell("orders", again, **told)
    tell("orders", **{**told, "lines": [{**line, "quantity": 5}]})
    sold = "SELECT sold FROM products WHERE id = %s"
    soon(lambda: in_database(sold, tea["id"]).fetchone()[0] >= 7)
    tell("orders", **{**told, "kind": "order_cancelled"})
    soon(lambda: in_database(sold, tea["id"]).fetchone()[0] == 5)


def test_a_product_whose_stock_cannot_be_opened_is_not_added(catalog, staff, neighbours):
    neighbours.is_away("inventory")
    name = f"Tea {ids.new_id()}"
    answer = catalog.ask("POST", "/products", staff.token, json={**TEA, "name": name})
    assert answer.status_code == 503
    assert json.loads(catalog.ask("GET", f"/products?q={name}").text)["data"] == []


def test_only_cart_gets_in(catalog, person):
    check_that_only("cart", catalog, person, "GET", f"/products?ids={ids.new_id()}")


@pytest.mark.parametrize("promise", contracts.promised_by("catalog"), ids=str)
def test_it_keeps_what_cart_relies_on(promise, catalog, tea, in_database):
    in_database("DELETE FROM products WHERE id = %s", contracts.PRODUCT)
    if promise.given in ("it is on sale", "it is archived"):
        archived = promise.given == "it is archived"
        row = "UPDATE products SET id = %s, archived = %s WHERE id = %s"
        in_database(row, contracts.PRODUCT, archived, tea["id"])
    promise.check(catalog)


def test_a_picture_is_decoded_once_however_often_the_queue_tells_of_it(
    catalog, tea, inside, in_database, monkeypatch
):
    """catch_up sends again whatever still waits in the queue."""
    inside("catalog")
    in_database("UPDATE products SET picture = 'new' WHERE id = %s", tea["id"])
    decoded, kept = [], {}
    monkeypatch.setattr(tasks.objects, "read", lambda name: name.encode())
    monkeypatch.setattr(tasks.objects, "save", kept.__setitem__)
    monkeypatch.setattr(tasks.decoder, "thumbnail", lambda content: decoded.append(content) or b"t")
    for picture in ("replaced meanwhile", "new", "new"):
        tasks.make_thumbnail(tea["id"], picture)
    assert (decoded, kept) == ([b"new"], {"new.thumb": b"t"})
