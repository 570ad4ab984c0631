"""The acts on products and stock, and on the provider's switches."""

import requests

from tests.contract.files import as_csv, finished, goods, send
from tests.contract.pictures import picture
from tests.contract.readings import adjustments_of, etag_of, product_of, stock_of
from tests.contract.steps import (
    HEALED,
    LATER,
    a_product,
    accepted,
    eventually,
    listed,
    new_key,
    unique,
)

from .acts import reaches, same
from .insist import data, insist_on

KETTLE = {"category": "faults", "price": 4200}
PICTURE = picture("PNG", 400, 200)


@reaches("add_product")
def adding_a_product(site, committed):
    name = unique("Kettle")
    yield "shop"
    insist_on(lambda: _add_unless_there(site, name), 200, 201)
    yield
    (product,) = listed(site.staff, "/products", q=name)
    same(stock_of(site.staff, product), {"available": 0, "reserved": 0, "sold": 0})


def _add_unless_there(site, name):
    """Add a product. It takes no idempotency key, so a retry first checks whether it exists."""
    found = site.staff.get("/products", params={"q": name})
    if found.status_code != 200 or data(found):
        return found
    return site.staff.post("/products", {"name": name, **KETTLE})


@reaches("change_product")
def changing_a_product(site, committed):
    product = a_product(site.staff)
    etag = {"If-Match": etag_of(site.staff, product)}
    wanted = {"name": unique("Kettle"), **KETTLE}
    path = f"/products/{product['id']}"
    yield "shop"
    insist_on(lambda: site.staff.put(path, wanted, headers=etag), 412 if committed else 200)
    yield
    same(product_of(site.staff, product)["name"], wanted["name"])


@reaches("archive_product")
def archiving_a_product(site, committed):
    path = f"/products/{a_product(site.staff)['id']}"
    yield "shop"
    insist_on(lambda: site.staff.delete(path), 404 if committed else 204)
    yield
    same(site.staff.get(path).status_code, 404)


@reaches("begin_import", "apply_chunk")
def importing_goods(site, committed):
    """Rows that add products, one that changes one, and a wrong one in the middle: each counts
    once, whatever dies."""
    product, key = a_product(site.staff, stock=0), unique("key")
    changed = {"name": unique("Kettle"), **KETTLE, "id": product["id"]}
    rows = [{**row, "id": ""} for row in goods(130)]
    file = as_csv([*rows[:70], {**changed, "id": "none"}, changed, *rows[70:]])
    yield "shop"
    made = data(insist_on(lambda: send(site.staff, file, key=key), 202))
    yield
    report = finished(site.staff, made)
    same([error["line"] for error in report["errors"]], [72])
    same(product_of(site.staff, product)["name"], changed["name"])
    same(etag_of(site.staff, product), etag_after_one_change(site))
    category = rows[0]["category"]

    def check():
        found = [each["name"] for each in listed(site.staff, "/products", category=category)]
        same(sorted(found), sorted(row["name"] for row in rows))

    eventually(check, LATER)


def etag_after_one_change(site):
    """Of another product: the tag is that of the version, so it counts the changes."""
    other = a_product(site.staff, stock=0)
    path, body = f"/products/{other['id']}", {"name": unique("Kettle"), **KETTLE}
    accepted(site.staff.put(path, body, headers={"If-Match": "*"}))
    return etag_of(site.staff, other)


def _send_picture(site, product):
    path, kind = f"/products/{product['id']}/image", {"Content-Type": "image/png"}
    return site.staff.put(path, data=PICTURE, headers=kind)


@reaches("set_picture")
def sending_a_picture(site, committed):
    product = a_product(site.staff, stock=0)
    yield "shop"
    insist_on(lambda: _send_picture(site, product), 202)
    yield
    _check_pictures(site, product)


@reaches("thumbnail_made")
def sending_a_picture_and_not_asking_again(site, committed):
    product = a_product(site.staff, stock=0)
    yield "shop"
    try:
        _send_picture(site, product)
    except requests.RequestException:
        pass  # the image was stored all the same, and the shop owes its thumbnail
    yield
    _check_pictures(site, product)


def _check_pictures(site, product):
    path = f"/products/{product['id']}/image"
    same(_shown(site.shop.call("GET", path)).content, PICTURE)

    def check():
        answer = site.shop.call("GET", path, params={"size": "thumb"})
        same(_shown(answer).status_code, 200)

    eventually(check, LATER)


def _shown(answer):
    """The image's response, after a redirect if there is one."""
    is_elsewhere = answer.status_code == 302
    return requests.get(answer.headers["Location"], timeout=30) if is_elsewhere else answer


@reaches("adjust_stock")
def adjusting_stock(site, committed):
    product, key = a_product(site.staff, stock=0), new_key()
    path, wanted = f"/products/{product['id']}/stock/adjustments", {"delta": 3, "reason": "count"}
    yield "shop"
    adjustment = data(insist_on(lambda: site.staff.post(path, wanted, headers=key), 201))
    yield
    same(adjustments_of(site.staff, product), [adjustment])
    same(stock_of(site.staff, product)["available"], 3)


@reaches("sandbox.switch")
def turning_a_switch(site, committed):
    yield "sandbox"
    eventually(lambda: _turn(site), HEALED)
    yield
    same(site.provider.switch()["latency_ms"]["value"], 1)
    site.provider.reset_switches()


def _turn(site):
    try:
        site.provider.switch(latency_ms=1)
    except requests.RequestException as dead:
        raise AssertionError("the sandbox is down") from dead
