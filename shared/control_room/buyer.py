"""A buyer, a client like any other: it signs up, fills a cart, orders, and reads the order."""

import json
import random
import secrets
import time
from collections.abc import Callable
from http.client import HTTPException
from typing import Any, NamedTuple
from urllib.error import HTTPError
from urllib.request import ProxyHandler, Request, build_opener

PATIENCE = 20  # seconds for an answer
WITHIN, PAUSE = 30, 0.2  # seconds until an order is settled, and between two reads
OPEN = ("pending", None)
CARD = "pm_card_visa"
ADDRESS = {
    "name": "Bo Buyer",
    "line1": "1 Long Lane",
    "city": "London",
    "postal_code": "EC1A 9HF",
    "country": "GB",
}
OPENER = build_opener(ProxyHandler({}))
Json = Any  # of the shop: openapi.yaml says what is in it


class Answer(NamedTuple):
    status: int  # 0: there was no answer
    data: Json
    retry_after: float  # seconds


class Buyer:
    def __init__(self, address: str) -> None:
        """address: of the shop's API."""
        self._address = address
        self._sign_in: dict[str, str] = {}
        self._token = self._user = ""

    def buy(self, card: str = CARD, before: Callable[[], object] | None = None) -> Answer:
        """Buy; return the answer to the order, or to the earlier step that failed. before: called
        once the cart is filled, just before the order is placed."""
        ready = self.sign_in()
        if not self._token:
            return ready
        goods = self.ask("GET", "/products?limit=100")
        there = [good for good in goods.data or [] if good["available"] > 0]
        if goods.status != 200 or not there:
            return goods
        put = self.take(random.choice(there)["id"], 1)
        if put.status != 200:
            return put
        if before:
            before()
        return self.place(card)

    def goods(self) -> list[Json]:
        """The products in stock; none if the shop is unavailable."""
        answer = self.ask("GET", "/products?limit=100")
        found = answer.data if answer.status == 200 else []
        return [good for good in found if good["available"] > 0]

    def rarest(self) -> Json:
        """The product with the smallest stock above zero. LookupError if all are sold out."""
        there = self.goods()
        if not there:
            raise LookupError("Everything is sold out.")
        return min(there, key=lambda good: good["available"])

    def take(self, product_id: str, quantity: int) -> Answer:
        """Put the product into the cart."""
        self.sign_in()
        return self.ask(
            "PUT", f"/users/{self._user}/cart/items/{product_id}", {"quantity": quantity}
        )

    def place(self, card: str = CARD) -> Answer:
        wanted = {"payment_method": card, "shipping_address": ADDRESS}
        return self.ask("POST", f"/users/{self._user}/orders", wanted, secrets.token_hex(8))

    def order(self, order_id: str) -> Answer:
        return self.ask("GET", f"/orders/{order_id}")

    def end(self, order_id: str) -> str | None:
        """Wait for the order's final state, such as "confirmed"; None if there is none in time."""
        deadline = time.monotonic() + WITHIN
        while True:
            answer = self.order(order_id)
            status = answer.data.get("status") if answer.status == 200 else None
            if status not in OPEN or time.monotonic() > deadline:
                return status
            time.sleep(PAUSE)

    def ask(self, method: str, path: str, body: Json = None, key: str = "") -> Answer:
        head = {"Content-Type": "application/json"} if body is not None else {}
        head |= {"Authorization": f"Bearer {self._token}"} if self._token else {}
        head |= {"Idempotency-Key": key} if key else {}
        content = None if body is None else json.dumps(body).encode()
        asked = Request(self._address + path, content, head, method=method)
        try:
            with OPENER.open(asked, timeout=PATIENCE) as answer:
                return _answer(answer.status, answer.read(), "")
        except HTTPError as refused:
            if refused.code == 401:
                self._token = ""
            with refused:
                return _answer(refused.code, refused.read(), refused.headers["Retry-After"])
        except (OSError, HTTPException):
            return Answer(0, None, 1)

    def sign_in(self) -> Answer:
        """Sign up the first time, and get a token if there is none."""
        if self._token:
            return Answer(200, None, 0)
        if not self._sign_in:
            who = {"email": f"buyer-{secrets.token_hex(6)}@control-room.example"}
            who |= {"password": secrets.token_urlsafe(16)}
            made = self.ask("POST", "/users", {**who, "name": "Bo Buyer"})
            if made.status != 201:
                return made
            self._sign_in, self._user = who, made.data["id"]
        answer = self.ask("POST", "/tokens", self._sign_in)
        self._token = answer.data["access_token"] if answer.status == 201 else ""
        return answer


def _answer(status: int, content: bytes, retry_after: str | None) -> Answer:
    """content: JSON, from the shop or from its gateway."""
    try:
        found = json.loads(content) if content else {}
    except ValueError:
        found = {}
    wait = float(retry_after) if retry_after and retry_after.isdigit() else 1.0
    return Answer(status, found.get("data", found), wait)
