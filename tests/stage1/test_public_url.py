"""PUBLIC_URL: where clients find the shop, behind whatever stands before it."""

from urllib.parse import urlsplit

import pytest

from shop.config import BASE

from .person import Person, a_product, data, place, put_in_cart

PREFIX = "/some/prefix"
PUBLIC = f"https://shop.example:8443{PREFIX}"
MISSING = "/products/00000000-0000-7000-8000-000000000000"


@pytest.fixture
def shop(open_shop):
    return open_shop(PUBLIC_URL=PUBLIC).test_client()


def path_of(url):
    """What a proxy at PUBLIC_URL would pass on."""
    assert url.startswith(f"{PUBLIC}{BASE}/")
    return urlsplit(url).path


def test_a_location_is_absolute_and_can_be_reached(shop):
    body = {"email": "ada@example.com", "name": "Ada", "password": "correct horse battery"}
    answer = shop.post(f"{BASE}/users", json=body)
    ada = Person(shop, body["email"], body["password"])
    mine = {"Authorization": f"Bearer {ada.token}"}
    found = shop.get(path_of(answer.headers["Location"]), headers=mine)
    assert data(found) == answer.json["data"]


def test_the_location_of_a_product_and_of_an_order_too(shop):
    staff, customer = Person.seeded(shop, "staff"), Person.new(shop)
    made = staff.post("/products", {"name": "Tea", "category": "drinks", "price": 250})
    assert data(shop.get(path_of(made.headers["Location"])))["name"] == "Tea"
    put_in_cart(customer, a_product(staff))
    placed = place(customer)
    path = path_of(placed.headers["Location"])
    mine = {"Authorization": f"Bearer {customer.token}"}
    assert data(shop.get(path, headers=mine))["id"] == data(placed, 201)["id"]


def test_an_image_url_is_absolute_and_can_be_reached(shop):
    [product, *_] = data(shop.get(f"{BASE}/products"))
    picture = shop.get(path_of(product["image_url"]))
    assert (picture.status_code, picture.content_type) == (200, "image/webp")


@pytest.mark.parametrize("before", ["", PREFIX])
def test_the_shop_answers_with_the_prefix_and_without(shop, before):
    assert shop.get(f"{before}{BASE}/health").status_code == 200
    assert shop.get(f"{before}{BASE}/products").status_code == 200
    assert shop.get(f"{before}{BASE}{MISSING}").status_code == 404


@pytest.mark.parametrize(
    "path",
    [PREFIX, f"{PREFIX}x{BASE}/health", f"{PREFIX}{PREFIX}{BASE}/health", f"/x{BASE}/health"],
)
def test_another_prefix_is_unknown(shop, path):
    assert shop.get(path).status_code == 404


@pytest.mark.parametrize("before", ["", PREFIX])
def test_a_refusal_names_the_path_as_clients_know_it(shop, before):
    assert shop.get(f"{before}{BASE}{MISSING}").json["instance"] == f"{PREFIX}{BASE}{MISSING}"


def signed_in(shop, path):
    """The Set-Cookie header of a browser's sign-in there."""
    body = {"email": "ada@example.com", "name": "Ada", "password": "correct horse battery"}
    shop.post(f"{BASE}/users", json=body)
    del body["name"]
    answer = shop.post(f"{path}/tokens", json=body | {"session": "cookie"})
    assert answer.status_code == 201
    return answer.headers["Set-Cookie"]


def test_the_session_cookie_is_of_the_public_address_and_over_tls_only(shop):
    told = signed_in(shop, f"{PREFIX}{BASE}")
    cookie, _, scope = told.partition("; ")
    assert cookie.startswith("__Secure-shop_8443=")
    assert f"; Path={PREFIX}{BASE}/tokens; " in told and scope.endswith("; Secure")
    headers = {"X-Shop-Session": "cookie", "Cookie": cookie}
    refresh = f"{PREFIX}{BASE}/tokens/refresh"
    answer = shop.post(refresh, json={"session": "cookie"}, headers=headers)
    assert answer.headers["Set-Cookie"].startswith("__Secure-shop_8443=")


def test_without_an_address_the_session_cookie_is_of_the_port(open_shop):
    told = signed_in(open_shop(PUBLIC_PORT="8001").test_client(), BASE)
    assert told.startswith("shop_8001=") and "Secure" not in told
    assert f"; Path={BASE}/tokens; " in told


def test_an_address_without_prefix_is_absolute_too(open_shop):
    shop = open_shop(PUBLIC_URL="http://127.0.0.1:8001/").test_client()
    [product, *_] = data(shop.get(f"{BASE}/products"))
    assert product["image_url"].startswith(f"http://127.0.0.1:8001{BASE}/products/")


def test_without_an_address_urls_begin_with_the_path(open_shop):
    shop = open_shop().test_client()
    [product, *_] = data(shop.get(f"{BASE}/products"))
    assert product["image_url"].startswith(f"{BASE}/products/{product['id']}/images/")
    assert shop.get(f"{BASE}{MISSING}").json["instance"] == f"{BASE}{MISSING}"
