"""The vocabulary of the tests: steps that send requests and check the responses."""

import base64
import json
import secrets
import threading
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from typing import TypeVar
from urllib.parse import urljoin, urlsplit

from shop_rules.shapes import Adjustment, Cart, Order, Product, UserId

from .client import Person, Response, Shop
from .forms import Json, check_envelope, check_headers, check_problem, told
from .version import BASE, money

T = TypeVar("T")

# The bounds of eventual consistency in openapi.yaml, in seconds.
SETTLED = 15  # an order is no longer pending
LISTED = 5  # lists and searches
LATER = 30  # cancellation, thumbnail, bestsellers, notifications, availability in lists
HEALED = 150  # everything, after a crash or an outage has ended

PASSWORD = "correct horse battery staple"
ADDRESS = {
    "name": "Ada Lovelace",
    "line1": "12 St James's Square",
    "city": "London",
    "postal_code": "SW1Y 4JH",
    "country": "GB",
}


def accepted(response: Response, status: int = 200) -> Json:
    """The data of a success, whose form is checked completely; None for a 204."""
    assert response.status_code == status, told(response)
    check_headers(response)
    if status == 204:
        assert response.content == b"", told(response)
        return None
    return check_envelope(response)


def refused(response: Response, status: int, pointer: str | None = None) -> Json:
    """The problem details of a refusal, whose form is checked completely.

    pointer: the one place in the body that every error of a 422 must point to.
    """
    wanted = 400 if _is_of_proxy(response) else status
    assert response.status_code == wanted, told(response)
    check_headers(response)
    problem = check_problem(response)
    if pointer is not None:
        assert {error["pointer"] for error in problem["errors"]} == {pointer}, told(response)
    return problem


def _is_of_proxy(response: Response) -> bool:
    """True if a proxy in front of the shop, which names itself in Via, refuses a null byte in the
    path. It does so before it has read who asks."""
    is_refused = response.status_code == 400 and "Via" in response.headers
    return is_refused and "%00" in urlsplit(response.url).path


def eventually(check: Callable[[], T], within: float, every: float = 0.1) -> T:
    """Poll check() until it raises no AssertionError, and return its result. within: seconds."""
    deadline = time.monotonic() + within
    while True:
        try:
            return check()
        except AssertionError:
            if time.monotonic() > deadline:
                raise
        time.sleep(every)


def at_once(*calls: Callable[[], T]) -> list[T]:
    """Run all calls at the same moment. Returns their results in the same order."""
    start = threading.Barrier(len(calls))

    def run(call: Callable[[], T]) -> T:
        start.wait()
        return call()

    with ThreadPoolExecutor(len(calls)) as threads:
        return list(threads.map(run, calls))


def listed(person: Person, path: str, **params: str | int) -> Iterator[Json]:
    """Every item of a list, page after page."""
    params = {"limit": 100, **params}
    seen = set()
    while True:
        page = person.get(path, params=params)
        yield from accepted(page)
        cursor = page.json()["meta"].get("next_cursor")
        if cursor is None:
            return
        assert cursor not in seen, f"{path} turns in a circle"
        seen.add(cursor)
        params["cursor"] = cursor


def unique(word: str) -> str:
    """A text that no other test has used, since the shop may not be empty."""
    return f"{word}-{secrets.token_hex(6)}"


def new_key() -> dict[str, str]:
    return {"Idempotency-Key": unique("key")}


def a_customer(shop: Shop, **fields: str) -> Person:
    """A new customer, signed in. fields: of POST /users."""
    wanted = {"email": f"{unique('ada')}@example.org", "name": "Ada Lovelace"}
    wanted |= {"password": PASSWORD} | fields
    user = accepted(unless_busy(lambda: shop.call("POST", "/users", json=wanted)), 201)
    return signed_in(shop, wanted["email"], wanted["password"], id=user["id"], name=user["name"])


def signed_in(
    shop: Shop, email: str, password: str, id: UserId | None = None, name: str | None = None
) -> Person:
    """An existing person, with new tokens."""
    tokens = accepted(unless_busy(lambda: sign_in(shop, email, password)), 201)
    access, refresh = tokens["access_token"], tokens["refresh_token"]
    return Person(shop, id or claims(access)["sub"], email, password, name, access, refresh)


def sign_in(shop: Shop, email: str, password: str, **more: object) -> Response:
    return shop.call("POST", "/tokens", json={"email": email, "password": password, **more})


def unless_busy(call: Callable[[], Response]) -> Response:
    """The response to call(), which is retried while too many passwords are being hashed."""
    deadline = time.monotonic() + SETTLED
    while (answer := call()).status_code == 503 and time.monotonic() < deadline:
        time.sleep(0.1)
    return answer


def claims(token: str) -> Json:
    """What a JWT says, unverified."""
    payload = token.split(".")[1]
    return json.loads(base64.urlsafe_b64decode(payload + "=" * (-len(payload) % 4)))


def a_product(staff: Person, stock: int = 5, price: int = 1250, **fields: object) -> Product:
    """A new product with that many in stock. price: in cents. fields: of POST /products."""
    wanted = {"name": unique("Teapot"), "category": "tests", "price": money(price)} | fields
    product = accepted(staff.post("/products", wanted), 201)
    if stock:
        add_stock(staff, product, stock)
    return product


def add_stock(staff: Person, product: Product, delta: int) -> Adjustment:
    path = f"/products/{product['id']}/stock/adjustments"
    wanted = {"delta": delta, "reason": "for a test"}
    return accepted(staff.post(path, wanted, headers=new_key()), 201)


def put_in_cart(customer: Person, product: Product, quantity: int = 1) -> Cart:
    """The cart."""
    path = f"{customer.path}/cart/items/{product['id']}"
    return accepted(customer.put(path, {"quantity": quantity}))


def place(
    customer: Person,
    method: str = "pm_card_visa",
    key: str | None = None,
    address: object = ADDRESS,
) -> Response:
    """The response to an order of the cart's content."""
    headers = new_key() if key is None else {"Idempotency-Key": key}
    wanted = {"payment_method": method, "shipping_address": address}
    return customer.post(f"{customer.path}/orders", wanted, headers=headers)


def an_order(
    customer: Person, product: Product, quantity: int = 1, method: str = "pm_card_visa"
) -> Order:
    """An order as in the response to its placement: pending, or already further."""
    put_in_cart(customer, product, quantity)
    return accepted(place(customer, method), 201)


def settled(person: Person, order: Order) -> Order:
    """The order once it is neither pending nor cancelling."""
    path = f"/orders/{order['id']}"

    def check() -> Order:
        now = accepted(person.get(path))
        assert now["status"] not in ("pending", "cancelling"), now
        return now

    pending = accepted(person.get(path))["status"] == "pending"
    return eventually(check, SETTLED if pending else LATER)


def located(response: Response) -> str:
    """A Location header's target, as a path below the base URL."""
    whole = urljoin(response.url, response.headers["Location"])
    return urlsplit(whole).path.partition(BASE)[2]
