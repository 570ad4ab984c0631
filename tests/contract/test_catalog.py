"""One product: created, read, changed, archived."""

import pytest

from .forms import check_headers, told
from .readings import etag_of, product_of, soon_equal, stock_of
from .representations import in_stock, the_product
from .steps import LISTED, a_product, accepted, listed, refused, unique
from .version import money, priced

NO_SUCH_PRODUCTS = [
    "01890a5d-ac96-774b-bcce-b302099a8057",
    "00000000-0000-0000-0000-000000000000",
    "teapot",
    "%00",
    "1",
]


def a_body(**fields):
    """A valid body for POST and PUT /products."""
    wanted = {"name": unique("Mug"), "description": "Holds 0.3 l.", "category": unique("kitchen")}
    return {**wanted, **priced(1999), **fields}


def test_a_new_product_is_answered_whole_and_read_back(staff, anyone):
    body = a_body()
    answer = staff.post("/products", body)
    product = accepted(answer, 201)
    assert product == the_product(**body)
    assert product["created_at"] == product["updated_at"]
    assert product_of(anyone, product) == product
    assert answer.headers["ETag"] == etag_of(anyone, product)


def test_description_and_currency_may_be_left_out(staff, anyone):
    body = {"name": "Mug", "category": "kitchen", "price": money(1)}
    product = accepted(staff.post("/products", body), 201)
    assert product == the_product(**body)
    assert product_of(anyone, product) == product


def test_two_products_may_be_alike_but_have_different_ids(staff):
    body = a_body()
    first, second = (accepted(staff.post("/products", body), 201) for _ in range(2))
    assert first["id"] != second["id"]


def test_a_new_product_is_on_the_list(staff, anyone):
    body = a_body()
    product = accepted(staff.post("/products", body), 201)
    on_the_list = {**product, "available": 0}
    soon_equal(
        lambda: list(listed(anyone, "/products", category=body["category"])), [on_the_list], LISTED
    )


def test_a_change_replaces_every_field(staff, anyone):
    product = a_product(staff, stock=0, description="old")
    body = a_body(price=money(2001))
    answer = staff.put(
        f"/products/{product['id']}", body, headers={"If-Match": etag_of(staff, product)}
    )
    changed = accepted(answer)
    kept = {"id": product["id"], "created_at": product["created_at"]}
    assert changed == the_product(**body, **kept)
    assert changed["updated_at"] >= product["updated_at"]
    assert product_of(anyone, product) == changed
    assert answer.headers["ETag"] == etag_of(anyone, product)


def test_a_change_without_a_description_empties_it(staff, anyone):
    product = a_product(staff, stock=0, description="old")
    body = {"name": "Mug", "category": "kitchen", "price": money(5)}
    changed = accepted(
        staff.put(f"/products/{product['id']}", body, headers={"If-Match": etag_of(staff, product)})
    )
    assert changed["description"] == ""
    assert product_of(anyone, product) == changed


def test_a_change_is_found_on_the_list(staff, anyone):
    product = a_product(staff, stock=0, category=unique("old"))
    body = a_body()
    accepted(staff.put(f"/products/{product['id']}", body, headers={"If-Match": "*"}))
    found = {**product_of(anyone, product), "available": 0}

    def shelves():
        return [
            list(listed(anyone, "/products", category=category))
            for category in (product["category"], body["category"])
        ]

    soon_equal(shelves, [[], [found]], LISTED)


def test_a_change_keeps_the_stock(staff):
    product = a_product(staff, stock=7)
    accepted(staff.put(f"/products/{product['id']}", a_body(), headers={"If-Match": "*"}))
    assert stock_of(staff, product) == in_stock(7)


@pytest.mark.parametrize("reader", ["anyone", "staff"])
def test_an_archived_product_is_gone_for_everybody(request, staff, reader):
    product, reader = a_product(staff), request.getfixturevalue(reader)
    path = f"/products/{product['id']}"
    accepted(staff.delete(path), 204)
    refused(reader.get(path), 404)
    assert reader.head(path).status_code == 404
    refused(reader.get(f"{path}/availability"), 404)
    refused(reader.get(f"{path}/image"), 404)
    refused(reader.get(path, headers={"If-None-Match": "*"}), 404)


def test_an_archived_product_is_neither_changed_nor_archived_again(staff):
    product = a_product(staff)
    path = f"/products/{product['id']}"
    accepted(staff.delete(path), 204)
    refused(staff.put(path, a_body(), headers={"If-Match": "*"}), 404)
    refused(staff.put(path, a_body()), 404)
    refused(staff.delete(path), 404)
    refused(staff.get(path), 404)


def test_an_archived_product_leaves_the_list(staff, anyone):
    gone, stays = (a_product(staff, stock=0, category="x") for _ in range(2))
    accepted(staff.delete(f"/products/{gone['id']}"), 204)

    def on_the_list():
        return [list(listed(anyone, "/products", q=each["name"])) for each in (gone, stays)]

    soon_equal(on_the_list, [[], [{**stays, "available": 0}]], LISTED)


@pytest.mark.parametrize("an_id", NO_SUCH_PRODUCTS)
def test_an_unknown_product_is_not_found(staff, anyone, an_id):
    path = f"/products/{an_id}"
    refused(anyone.get(path), 404)
    refused(anyone.get(f"{path}/availability"), 404)
    refused(anyone.get(f"{path}/image"), 404)
    refused(staff.put(path, a_body(), headers={"If-Match": "*"}), 404)
    refused(staff.delete(path), 404)
    refused(staff.get(f"{path}/stock"), 404)
    refused(staff.get(f"{path}/stock/adjustments"), 404)


def test_head_answers_like_get_but_without_a_body(staff, anyone):
    path = f"/products/{a_product(staff, stock=0)['id']}"
    got, headed = anyone.get(path), anyone.head(path)
    assert headed.status_code == 200, told(headed)
    check_headers(headed)
    assert headed.content == b""
    assert headed.headers["ETag"] == got.headers["ETag"]
    assert headed.headers["Content-Type"] == got.headers["Content-Type"]
