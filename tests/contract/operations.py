"""Every operation of the contract: who may call it, and a valid body."""

from typing import NamedTuple

from shop_rules import ids

from .client import Person, Shop
from .files import begun, finished
from .steps import ADDRESS, PASSWORD, a_customer, a_product, accepted, an_order, settled
from .version import FORMS, money

Body = dict[str, object]
PUBLIC, OWNER, READER, STAFF = "public", "owner", "owner or staff", "staff"


class Operation(NamedTuple):
    method: str
    path: str
    who: str
    body: Body | None = None  # a valid one, if the operation reads JSON
    key: bool = False  # it needs an Idempotency-Key

    def __str__(self) -> str:
        return f"{self.method} {self.path}"


USER, PRODUCT, ORDER = "/users/{user}", "/products/{product}", "/orders/{order}"
NEW_USER: Body = {"email": "nobody@example.org", "name": "Nobody", "password": PASSWORD}
A_PRODUCT: Body = {"name": "Teapot", "description": "", "category": "tests", "price": money(1250)}
# An address that no shop sends people back to: the refusal is the same as without a provider.
A_BEGINNING: Body = {"provider": "example", "redirect_uri": "https://example.org/"}
AN_EVENT: Body = {
    "id": "5f0c7a3e-54a4-4a6e-9d0a-2f7e5b1c8d11",
    "kind": "checkout_begun",
    "session": "0b8e6f52-9a51-4c0f-8a70-3f1f6c2d9e44",
    "at": "2026-01-31T12:00:00.000Z",
}
NO_IMAGE = "018f0000-0000-7000-8000-000000000000"  # the world's product has none
SOME_EVENTS: Body = {"events": [AN_EVENT]}
AN_ORDER: Body = {"payment_method": "pm_card_visa", "shipping_address": ADDRESS}

OPERATIONS = [
    Operation("GET", "/users", STAFF),
    Operation("POST", "/users", PUBLIC, NEW_USER),
    Operation("GET", USER, READER),
    Operation("PUT", USER, OWNER, {"email": "nobody@example.org", "name": "Nobody"}),
    Operation("DELETE", USER, OWNER),
    Operation("PUT", f"{USER}/password", OWNER, {"current": PASSWORD, "new": PASSWORD}),
    Operation("PUT", f"{USER}/roles", STAFF, {"roles": ["support"]}),
    Operation("GET", "/audit", STAFF),
    Operation("POST", f"{USER}/mfa", OWNER),
    Operation("PUT", f"{USER}/mfa", OWNER, {"otp": "000000"}),
    Operation("DELETE", f"{USER}/mfa", OWNER, {"otp": "000000"}),
    Operation("GET", f"{USER}/identities", READER),
    Operation("POST", f"{USER}/identities", OWNER, {"state": "none", "code": "none"}),
    Operation("DELETE", f"{USER}/identities/{{identity}}", OWNER),
    Operation("GET", "/providers", PUBLIC),
    Operation("POST", "/authorizations", PUBLIC, A_BEGINNING),
    Operation("GET", f"{USER}/cart", READER),
    Operation("DELETE", f"{USER}/cart", OWNER),
    Operation("PUT", f"{USER}/cart/items/{{product}}", OWNER, {"quantity": 3}),
    Operation("DELETE", f"{USER}/cart/items/{{product}}", OWNER),
    Operation("GET", f"{USER}/orders", READER),
    Operation("POST", f"{USER}/orders", OWNER, AN_ORDER, key=True),
    Operation("GET", f"{USER}/notifications", READER),
    Operation("POST", "/tokens", PUBLIC, {"email": "nobody@example.org", "password": PASSWORD}),
    Operation("POST", "/tokens/refresh", PUBLIC, {"refresh_token": "not-one-of-this-shop"}),
    Operation("GET", "/products", PUBLIC),
    Operation("POST", "/products", STAFF, A_PRODUCT),
    Operation("GET", "/products/bestsellers", PUBLIC),
    Operation("POST", "/events", PUBLIC, SOME_EVENTS),
    Operation("GET", "/analytics/funnel", STAFF),
    Operation("GET", "/analytics/trending", STAFF),
    Operation("GET", PRODUCT, PUBLIC),
    Operation("PUT", PRODUCT, STAFF, A_PRODUCT),
    Operation("DELETE", PRODUCT, STAFF),
    Operation("GET", f"{PRODUCT}/availability", PUBLIC),
    Operation("GET", f"{PRODUCT}/image", PUBLIC),
    Operation("PUT", f"{PRODUCT}/image", STAFF),
    Operation("GET", f"{PRODUCT}/images/{{image}}", PUBLIC),
    Operation("POST", "/product-imports", STAFF),
    Operation("GET", "/product-imports/{import}", STAFF),
    Operation("GET", f"{PRODUCT}/stock", STAFF),
    Operation("GET", f"{PRODUCT}/stock/adjustments", STAFF),
    Operation("POST", f"{PRODUCT}/stock/adjustments", STAFF, {"delta": 1, "reason": "r"}, key=True),
    Operation("GET", "/orders", STAFF),
    Operation("GET", "/order-exports", STAFF),
    Operation("GET", ORDER, READER),
    *([Operation("GET", f"{ORDER}/lines", READER)] if FORMS.number == 2 else []),
    Operation("GET", f"{ORDER}/payment", READER),
    Operation("POST", f"{ORDER}/cancellation", READER),
    Operation("POST", f"{ORDER}/shipment", STAFF, {"carrier": "Post", "tracking": "1"}),
    Operation("POST", f"{ORDER}/delivery", STAFF),
    Operation("GET", "/health", PUBLIC),
    Operation("GET", "/ready", PUBLIC),
]
# DELETE /tokens/current applies to the token that is sent: see test_tokens.
PATHS = sorted({operation.path for operation in OPERATIONS} | {"/tokens/current"})
WITH_JSON = [operation for operation in OPERATIONS if operation.body is not None]
PRIVATE = [operation for operation in OPERATIONS if operation.who != PUBLIC]


def methods_of(path: str) -> set[str]:
    """The methods that this path's Allow header must list."""
    methods = {operation.method for operation in OPERATIONS if operation.path == path}
    methods |= {"DELETE"} if path == "/tokens/current" else set()
    return methods | {"OPTIONS"} | ({"HEAD"} if "GET" in methods else set())


def malformed(good_id: str) -> list[str]:
    """Malformed ids that are similar to a valid one."""
    return [
        "nonsense",
        "1",
        "-1",
        "null",
        good_id.upper(),
        good_id.replace("-", ""),
        good_id[:-1],
        good_id + "0",
        good_id + "%00",
        good_id + "%0A",
        good_id + "%20",
        "%20" + good_id,
        "%00",
        "%FF",
        "%2F",
        "a%2Fb",
        good_id + "%2Fx%2Fy",
        "%7B" + good_id + "%7D",
        "urn:uuid:" + good_id,
        "%EF%BC%91" + good_id[1:],  # a full-width digit
        "'%20OR%20'1'='1",
        "x" * 3000,
        "00000000-0000-0000-0000-000000000000",
        "ffffffff-ffff-ffff-ffff-ffffffffffff",
        "018f0000-0000-7000-8000-000000000000",  # well-formed, but unused
    ]


class World:
    """A customer with a filled cart and a confirmed order, and another customer.

    It is created once per file, for tests that change none of it.
    """

    def __init__(self, shop: Shop, staff: Person) -> None:
        self.owner = a_customer(shop)
        self.stranger = a_customer(shop, name="Grace Hopper")
        self.staff = staff
        self.product = a_product(staff, stock=10)
        self.order = settled(self.owner, an_order(self.owner, self.product))
        self.identity = ids.new_id()  # not linked with anything
        self._import: str | None = None
        assert self.order["status"] == "confirmed", self.order
        accepted(self.owner.put(self.path(f"{USER}/cart/items/{{product}}"), {"quantity": 2}))
        self.as_made = self._picture()

    def path(self, template: str, **other: str) -> str:
        """other: user=, product=, order= ids instead of this world's."""
        known: dict[str, str] = {"product": self.product["id"], "order": self.order["id"]}
        known |= {"user": self.owner.id or "", "identity": self.identity, "image": NO_IMAGE}
        known |= {"import": self._an_import()} if "{import}" in template else {}
        return template.format(**(known | other))

    def may(self, operation: Operation) -> Person:
        """A person who may call the operation."""
        return self.staff if operation.who == STAFF else self.owner

    def is_untouched(self) -> None:
        """Check that a refusal has changed nothing."""
        assert self._picture() == self.as_made

    def _an_import(self) -> str:
        """The id of a finished import: its one row is wrong, so it has changed nothing."""
        if self._import is None:
            self._import = finished(self.staff, begun(self.staff, [{}]))["id"]
        return self._import

    def _picture(self) -> dict[str, object]:
        """Everything that can be read about it."""
        paths = [USER, f"{USER}/cart", f"{USER}/orders", ORDER, f"{ORDER}/payment"]
        paths += [PRODUCT, f"{PRODUCT}/stock", f"{PRODUCT}/stock/adjustments"]
        return {path: accepted(self.staff.get(self.path(path))) for path in paths}
