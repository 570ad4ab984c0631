"""When several refusals apply, every shop answers with the same one.

404 path, 405, 401, 403, 404 not yours, 415, 413, 400, 422, 428, 412, 409: each request here has
two errors or more, and must get the first of these.
"""

import pytest

from .operations import ORDER, PRODUCT, USER, WITH_JSON
from .steps import a_customer, a_product, accepted, new_key, refused
from .version import FORMS, money

TEXT = {"Content-Type": "text/plain"}
JSON = {"Content-Type": "application/json"}
TOO_LONG = b"[" * 262_145
BROKEN = b"{"
NOBODYS = "018f0000-0000-7000-8000-000000000000"


def test_404_path_before_405_and_401(anyone):
    for method in ("GET", "POST", "PUT", "DELETE", "PATCH"):
        refused(anyone.call(method, "/orders/of/nobody", data=TOO_LONG, headers=TEXT), 404)


@pytest.mark.parametrize("path", [f"{USER}/password", f"{ORDER}/shipment", "/users"])
def test_405_before_401_and_404_id(anyone, world, path):
    refused(anyone.call("PATCH", world.path(path, user="x", order="x"), data=TOO_LONG), 405)


@pytest.mark.parametrize("operation", [o for o in WITH_JSON if o.who != "public"], ids=str)
def test_401_before_404_id_415_413_and_400(anyone, world, operation):
    path = world.path(operation.path, user=NOBODYS, product=NOBODYS, order=NOBODYS)
    refused(anyone.call(operation.method, path, data=TOO_LONG, headers=TEXT), 401)
    refused(anyone.call(operation.method, path, data=BROKEN, headers=JSON), 401)


@pytest.mark.parametrize("operation", [o for o in WITH_JSON if o.who == "staff"], ids=str)
def test_403_before_404_id_415_413_and_400(world, operation):
    path = world.path(operation.path, product=NOBODYS, order=NOBODYS)
    refused(world.owner.call(operation.method, path, data=TOO_LONG, headers=TEXT), 403)
    refused(world.owner.call(operation.method, path, data=BROKEN, headers=JSON), 403)
    refused(world.owner.call(operation.method, world.path(operation.path), json=[]), 403)


IDS_IN_PATH = [o for o in WITH_JSON if "{" in o.path]


@pytest.mark.parametrize("operation", IDS_IN_PATH, ids=str)
def test_404_id_before_415_413_400_and_422(world, operation):
    path = world.path(operation.path, user=NOBODYS, product=NOBODYS, order=NOBODYS)
    caller = world.may(operation)
    refused(caller.call(operation.method, path, data=BROKEN, headers=TEXT), 404)
    refused(caller.call(operation.method, path, data=TOO_LONG, headers=JSON), 404)
    refused(caller.call(operation.method, path, data=BROKEN, headers=JSON), 404)
    refused(caller.call(operation.method, path, json={"no": "such field"}), 404)


def test_404_of_an_unknown_product_in_ones_own_cart_before_422(world):
    path = world.path(f"{USER}/cart/items/{{product}}", product=NOBODYS)
    refused(world.owner.put(path, {"quantity": 0}), 404)


@pytest.mark.parametrize("operation", WITH_JSON, ids=str)
def test_415_before_413_and_400(world, operation):
    path, caller = world.path(operation.path), world.may(operation)
    refused(caller.call(operation.method, path, data=TOO_LONG, headers=TEXT), 415)
    refused(caller.call(operation.method, path, data=BROKEN, headers=TEXT), 415)
    world.is_untouched()


@pytest.mark.parametrize("operation", WITH_JSON, ids=str)
def test_413_before_400_and_400_before_422(world, operation):
    path, caller = world.path(operation.path), world.may(operation)
    refused(caller.call(operation.method, path, data=TOO_LONG, headers=JSON), 413)
    refused(caller.call(operation.method, path, data=b'{"no": "such field",}', headers=JSON), 400)
    world.is_untouched()


@pytest.mark.parametrize("operation", [o for o in WITH_JSON if o.key], ids=str)
def test_a_missing_idempotency_key_is_400_after_413_and_before_422(world, operation):
    path, caller = world.path(operation.path), world.may(operation)
    refused(caller.call(operation.method, path, data=TOO_LONG, headers=JSON), 413)
    refused(caller.call(operation.method, path, json={"no": "such field"}), 400)
    refused(caller.call(operation.method, path, json=operation.body), 400)
    world.is_untouched()


def test_422_before_428_and_412(world):
    path = world.path(PRODUCT)
    body = {"name": "Teapot", "category": "tests", "price": money(0)}
    refused(world.staff.put(path, body), 422, FORMS.price_at)
    refused(world.staff.put(path, body, headers={"If-Match": '"another"'}), 422, FORMS.price_at)
    body["price"] = money(1)
    refused(world.staff.put(path, body), 428)
    refused(world.staff.put(path, body, headers={"If-Match": '"another"'}), 412)
    world.is_untouched()


def test_422_before_409_of_an_email_that_is_taken(world, anyone):
    person = {"email": world.owner.email, "name": " ", "password": "7391846205"}
    refused(anyone.post("/users", person), 422, "/name")
    refused(anyone.post("/users", person | {"name": "Ada", "role": "staff"}), 422, "/role")
    refused(anyone.post("/users", person | {"name": "Ada"}), 409)


def test_422_before_409_of_a_state(world):
    path = world.path(f"{USER}/mfa")
    refused(world.owner.put(path, {"otp": "no code"}), 422, "/otp")
    refused(world.owner.put(path, {"otp": "000000"}), 409)
    refused(world.owner.delete(path, {"otp": "no code"}), 422, "/otp")
    refused(world.owner.delete(path, {"otp": "000000"}), 409)
    world.is_untouched()


def test_400_and_422_before_409_of_stock(world):
    path = world.path(f"{PRODUCT}/stock/adjustments")
    too_much = {"delta": -1000, "reason": "theft"}
    refused(world.staff.post(path, too_much), 400)
    refused(world.staff.post(path, too_much | {"reason": ""}, headers=new_key()), 422, "/reason")
    refused(world.staff.post(path, too_much, headers=new_key()), 409)
    world.is_untouched()


def test_415_and_422_before_409_of_a_shipped_order(shop, staff, world):
    path = world.path(f"{ORDER}/shipment")
    refused(staff.post(path, {"carrier": "", "tracking": "1"}), 422, "/carrier")
    refused(staff.post(path, data=b"{}", headers=TEXT), 415)
    refused(staff.post(world.path(f"{ORDER}/delivery")), 409)
    world.is_untouched()


def test_a_refused_sign_in_comes_after_every_fault_of_the_body(world, anyone):
    wrong = {"email": world.owner.email, "password": "wrong password"}
    refused(anyone.post("/tokens", data=b"{}", headers=TEXT), 415)
    refused(anyone.post("/tokens", wrong | {"no": "field"}), 422, "/no")
    refused(anyone.post("/tokens", wrong), 401)


def test_a_bad_query_comes_after_401_403_and_404(world, anyone):
    bad = {"limit": "0"}
    refused(anyone.get("/orders", params=bad), 401)
    refused(world.owner.get("/orders", params=bad), 403)
    refused(world.owner.get(f"/users/{NOBODYS}/orders", params=bad), 404)
    refused(world.staff.get(f"/products/{NOBODYS}/stock/adjustments", params=bad), 404)
    refused(world.staff.get("/orders", params=bad), 422, "")


def test_a_product_in_the_archive_is_404_before_anything_of_the_body(shop, staff):
    product = a_product(staff)
    path = f"/products/{product['id']}"
    accepted(staff.delete(path), 204)
    refused(staff.put(path, data=BROKEN, headers=TEXT), 404)
    refused(staff.put(path, {"name": ""}), 404)
    refused(staff.delete(path), 404)
    refused(a_customer(shop).put(path, {"name": ""}), 403)
    refused(shop.call("PUT", path, json={}), 401)
