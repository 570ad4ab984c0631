"""Routing: unknown paths, slashes, methods, malformed ids."""

import pytest

from .forms import allowed
from .operations import OPERATIONS, ORDER, PATHS, PRODUCT, USER, malformed, methods_of
from .pictures import picture
from .showing import image_of, show
from .steps import a_product, accepted, an_order, place, put_in_cart, refused

UNKNOWN = [
    "/no-such-path",
    "/",
    "",
    "/user",
    "/Users",
    "/PRODUCTS",
    "/products.json",
    "/products/bestsellers/more",
    "/tokens/other/more",
    "/openapi.yaml/x",
    "/internal/orders",
    "/admin",
    "/%00",
    "/products%00",
    "/products%FF",
    "/products%20",
    "/%E2%80%AE",
    "/products;v=1",
    "/" + "x" * 3000,
]
METHODS = ["GET", "POST", "PUT", "DELETE", "PATCH"]
WRONG_METHODS = [
    (method, path)
    for path in PATHS
    for method in METHODS
    # /products/bestsellers is also /products/{id} with an odd id, to a PUT or DELETE
    if method not in methods_of(path) and path != "/products/bestsellers"
]


@pytest.mark.parametrize("path", UNKNOWN, ids=lambda path: repr(path[:40]))
@pytest.mark.parametrize("method", ["GET", "POST", "DELETE", "PATCH"])
def test_an_unknown_path_is_404_for_anyone(anyone, method, path):
    refused(anyone.call(method, path), 404)


@pytest.mark.parametrize("path", PATHS)
def test_a_slash_too_many_is_another_path(world, path):
    good = world.path(path)
    refused(world.staff.get(good + "/"), 404)
    refused(world.staff.get("/" + good), 404)
    refused(world.staff.get(good.replace("/", "//")), 404)
    refused(world.staff.post(good + "/", {}), 404)


@pytest.mark.parametrize(("method", "path"), WRONG_METHODS)
def test_a_wrong_method_is_405_and_told_the_right_ones(anyone, world, method, path):
    answer = anyone.call(method, world.path(path))
    refused(answer, 405)
    assert allowed(answer) == methods_of(path)


@pytest.mark.parametrize("method", ["PROPFIND", "BREW"])
def test_a_method_nobody_knows_is_405(anyone, method):
    answer = anyone.call(method, "/products")
    refused(answer, 405)
    assert allowed(answer) == {"GET", "HEAD", "OPTIONS", "POST"}


def test_a_wrong_method_changes_nothing(world):
    for method, path in WRONG_METHODS:
        world.owner.call(method, world.path(path), json={})
        world.staff.call(method, world.path(path), json={})
    world.is_untouched()


def test_a_method_in_a_header_or_a_parameter_does_not_count(world):
    for name in ("X-HTTP-Method-Override", "X-HTTP-Method", "X-Method-Override"):
        cart = world.owner.get(world.path(f"{USER}/cart"), headers={name: "DELETE"})
        assert accepted(cart)["lines"], name
    accepted(world.owner.get(world.path(f"{USER}/cart"), params={"_method": "DELETE"}))
    world.is_untouched()


@pytest.mark.parametrize("ending", ["", "/cart", "/orders", "/notifications"])
def test_a_malformed_person_is_404(world, ending):
    for odd in malformed(world.owner.id):
        refused(world.owner.get(f"/users/{odd}{ending}"), 404)
        refused(world.staff.get(f"/users/{odd}{ending}"), 404)


@pytest.mark.parametrize("ending", ["", "/availability", "/image", "/stock", "/stock/adjustments"])
def test_a_malformed_product_is_404(world, ending):
    for odd in malformed(world.product["id"]):
        refused(world.staff.get(f"/products/{odd}{ending}"), 404)


def test_a_malformed_image_is_404(anyone, staff):
    product = a_product(staff, stock=0)
    shown = accepted(show(staff, product, picture("PNG", 20, 10)), 202)
    for odd in malformed(image_of(shown)):
        refused(anyone.get(f"/products/{product['id']}/images/{odd}"), 404)
        refused(anyone.get(f"/products/{odd}/images/{image_of(shown)}"), 404)


@pytest.mark.parametrize("ending", ["", "/payment"])
def test_a_malformed_order_is_404(world, ending):
    for odd in malformed(world.order["id"]):
        refused(world.owner.get(f"/orders/{odd}{ending}"), 404)
        refused(world.staff.get(f"/orders/{odd}{ending}"), 404)


def test_a_write_to_a_malformed_id_is_404_and_changes_nothing(world):
    for odd in malformed(world.product["id"]):
        item = f"{world.owner.path}/cart/items/{odd}"
        refused(world.owner.put(item, {"quantity": 1}), 404)
        refused(world.owner.delete(item), 404)
        refused(world.staff.delete(f"/products/{odd}"), 404)
    for odd in malformed(world.order["id"]):
        refused(world.owner.post(f"/orders/{odd}/cancellation"), 404)
        refused(world.staff.post(f"/orders/{odd}/delivery"), 404)
    for odd in malformed(world.owner.id):
        refused(world.owner.put(f"/users/{odd}", {"email": "a@b.cd", "name": "A"}), 404)
        refused(world.owner.delete(f"/users/{odd}"), 404)
    world.is_untouched()


def test_an_id_of_another_kind_of_thing_is_404(world):
    user, product, order = world.owner.id, world.product["id"], world.order["id"]
    for other in (product, order):
        refused(world.staff.get(world.path(USER, user=other)), 404)
    for other in (user, order):
        refused(world.staff.get(world.path(PRODUCT, product=other)), 404)
        refused(world.staff.get(world.path(f"{PRODUCT}/stock", product=other)), 404)
    for other in (user, product):
        refused(world.staff.get(world.path(ORDER, order=other)), 404)


def test_every_operation_of_the_contract_is_there(staff, customer):
    """An invalid call may get any refusal, except one that says the operation does not exist."""
    product = a_product(staff)
    order = an_order(customer, product)
    put_in_cart(customer, product)
    for operation in OPERATIONS:
        ids = {"user": customer.id, "product": product["id"], "order": order["id"]}
        ids |= {"identity": customer.id, "import": customer.id, "image": customer.id}
        answer = customer.call("OPTIONS", operation.path.format(**ids))
        assert operation.method in allowed(answer), operation
    accepted(place(customer), 201)
