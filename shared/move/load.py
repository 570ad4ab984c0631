"""`python -m move.load`: simulate customers who buy and staff who change prices, until it is ended.

After each change of a price it reads the product again, which reveals a lost write. DATA/load.json
counts what was done, lost, and refused.
"""

import json
import random
import secrets
import threading
import time
from collections import Counter
from collections.abc import Callable

import requests

from local import whole

from chassis.shapes import Json

from .config import config

BUYERS, PAUSE, WRITTEN_EVERY = 2, 0.3, 1.0  # people; seconds, as the next
TIMEOUT = 30
FILE = "load.json"
Headers = dict[str, str]


class Person:
    def __init__(self, email: str, password: str) -> None:
        self._sign_in = {"email": email, "password": password}
        self._session = requests.Session()
        self._session.trust_env = False
        self.id = ""

    def sign_up(self) -> None:
        self.id = self.ask("POST", "/users", json={**self._sign_in, "name": "Buyer"}).data["id"]

    def sign_in_first(self) -> None:
        if "Authorization" not in self._session.headers:
            self.sign_in()

    def sign_in(self) -> None:
        token = self.ask("POST", "/tokens", json=self._sign_in).data["access_token"]
        self._session.headers["Authorization"] = f"Bearer {token}"

    def ask(self, method: str, path: str, headers: Headers | None = None, **more: Json) -> "Answer":
        url = f"{config().url}{path}"
        found = self._session.request(method, url, headers=headers, timeout=TIMEOUT, **more)
        return Answer(found)


class Answer:
    """A successful response. Any other one raises Refused, which ends the round."""

    def __init__(self, found: requests.Response) -> None:
        if not found.ok:
            raise Refused(found.status_code)
        self.etag = found.headers.get("ETag", "")
        self.data: Json = found.json()["data"] if found.content else None


class Refused(Exception):
    def __init__(self, status: int) -> None:
        super().__init__(f"refused with {status}")
        self.status = status


def buy(buyer: Person) -> str:
    """Place one order and pay for it."""
    if not buyer.id:
        buyer.sign_up()
        buyer.sign_in()
    goods = [each for each in buyer.ask("GET", "/products").data if each["available"] > 0]
    product = random.choice(goods)["id"]
    buyer.ask("PUT", f"/users/{buyer.id}/cart/items/{product}", json={"quantity": 1})
    address = {"name": "Ada", "line1": "12 High Street", "postal_code": "N1 1AA", "city": "London"}
    order = {"payment_method": "pm_card_visa", "shipping_address": {**address, "country": "GB"}}
    key = {"Idempotency-Key": secrets.token_hex(8)}
    buyer.ask("POST", f"/users/{buyer.id}/orders", headers=key, json=order)
    buyer.ask("GET", f"/users/{buyer.id}/notifications")
    return "bought"


def change(clerk: Person) -> str:
    """Change one price and read it again. If it isn't the new one, the write was lost."""
    clerk.sign_in_first()
    product = random.choice(clerk.ask("GET", "/products").data)
    path = f"/products/{product['id']}"
    found = clerk.ask("GET", path)
    told = {name: found.data[name] for name in ("name", "description", "category")}
    price = random.randint(500, 5000)
    clerk.ask("PUT", path, headers={"If-Match": found.etag}, json={**told, "price": price})
    if clerk.ask("GET", path).data["price"] != price:
        return "lost"
    return "changed"


def restock(clerk: Person) -> str:
    clerk.sign_in_first()
    product = random.choice(clerk.ask("GET", "/products").data)["id"]
    key = {"Idempotency-Key": secrets.token_hex(8)}
    more = {"delta": 20, "reason": "Delivery"}
    clerk.ask("POST", f"/products/{product}/stock/adjustments", headers=key, json=more)
    return "restocked"


def _again(person: Person, counted: Counter[str], *works: Callable[[Person], str]) -> None:
    while True:
        try:
            counted[random.choice(works)(person)] += 1
        except Refused as refused:
            counted[str(refused)] += 1
            if refused.status == 401:
                _quietly(person.sign_in)
        except (requests.RequestException, IndexError) as error:
            counted[type(error).__name__] += 1
        time.sleep(PAUSE)


def _quietly(work: Callable[[], None]) -> None:
    try:
        work()
    except (Refused, requests.RequestException):
        time.sleep(PAUSE)


def main() -> None:
    counted: Counter[str] = Counter()
    staff = json.loads((config().data / "sign-ins.json").read_bytes())["staff"]
    clerk = Person(staff["email"], staff["password"])
    _start(clerk, counted, change, change, restock)
    for _ in range(BUYERS):
        email = f"buyer-{secrets.token_hex(6)}@shop.example"
        _start(Person(email, secrets.token_urlsafe(12)), counted, buy)
    while True:
        time.sleep(WRITTEN_EVERY)
        whole.write(config().data / FILE, json.dumps(counted))


def _start(person: Person, counted: Counter[str], *works: Callable[[Person], str]) -> None:
    threading.Thread(target=_again, args=(person, counted, *works), daemon=True).start()


if __name__ == "__main__":
    main()
