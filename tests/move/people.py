"""Simulated people in a shop that moves: they remember what was acknowledged, and check it."""

import threading
import time

import requests

from tests.contract import steps

from .members import Member
from .newcomers import Admin, Visitor

PAUSE = 0.02  # seconds
AGAIN, CANCELS = 4, 3  # every fourth order is sent again, every third one canceled
LATER = 0.4  # seconds until an order is sent again


class Crowd:
    """People, each in a thread, until the `with` ends. lost and refused say what went wrong."""

    def __init__(self, opened):
        self.opened, self.lost, self.refused = opened, [], []
        self.checked = self.longest = 0
        self._over = threading.Event()
        works = (Clerk(self), Buyer(self), Buyer(self), Leaver(self), Member(self))
        works += (Admin(self), Visitor(self))
        self._threads = [threading.Thread(target=self._work, args=[each]) for each in works]

    def __enter__(self):
        for thread in self._threads:
            thread.start()
        return self

    def __exit__(self, *_):
        self._over.set()
        for thread in self._threads:
            thread.join()

    def _work(self, who):
        while not self._over.wait(PAUSE):
            try:
                who.turn()
            except Refused:
                who.begin_again()
            except Exception as error:
                self.lost.append(repr(error))
                raise

    def work(self, more):
        """Wait until they have checked their writes this many times more."""
        checked = self.checked
        self.opened.soon(lambda: self.checked > checked + more or self.lost)

    def ask(self, person, method, path, json=None, also=(), **more):
        """Send a request. A status that is no success and not in `also` ends this turn."""
        begun = time.monotonic()
        body = {} if json is None else {"json": json}
        try:
            answer = person.call(method, path, **body, **more)
        except requests.RequestException as error:
            self.refuse(f"{method} {path}: {type(error).__name__}")
        self.longest = max(self.longest, time.monotonic() - begun)
        if not answer.ok and answer.status_code not in also:
            self.refuse(f"{method} {path}: {answer.status_code} {answer.text}")
        return answer

    def refuse(self, what):
        self.refused.append(what)
        raise Refused from None

    def signed_up(self):
        try:
            return steps.a_customer(self.opened.shop)
        except (AssertionError, requests.RequestException) as error:
            self.refuse(f"sign up: {error!r}")

    def check(self, what, is_right):
        self.checked += 1
        if not is_right:
            self.lost.append(what)


class Refused(Exception):
    pass


class Clerk:
    """Changes a price, and reads it again: in the product, in a cart, and in the list of
    products."""

    def __init__(self, crowd):
        self._crowd, self._staff = crowd, crowd.opened.staff
        self._made = steps.a_product(self._staff, stock=1000)
        self._customer = steps.a_customer(crowd.opened.shop)
        self._path = f"/products/{self._made['id']}"
        self._price, self._etag = self._made["price"], None
        crowd.product = self._made

    def turn(self):
        ask = self._crowd.ask
        if self._etag is None:
            self.look()
        wanted = {"name": self._made["name"], "category": "tests", "price": self._price + 1}
        wanted["description"] = self._made["description"]
        changed = ask(self._staff, "PUT", self._path, wanted, headers={"If-Match": self._etag})
        self._price, self._etag = self._price + 1, changed.headers["ETag"]
        self.look()
        self.look_into_a_cart()
        self.add()

    def look(self):
        found = self._crowd.ask(self._staff, "GET", self._path)
        price, known = found.json()["data"]["price"], self._price
        self._crowd.check(f"price {known}, shown {price}", self._etag is None or price == known)
        self._price, self._etag = price, found.headers["ETag"]

    def look_into_a_cart(self):
        item = f"{self._customer.path}/cart/items/{self._made['id']}"
        cart = self._crowd.ask(self._customer, "PUT", item, {"quantity": 2}).json()["data"]
        shown = cart["lines"][0]["unit_price"]
        self._crowd.check(f"price {self._price}, in a cart {shown}", shown == self._price)

    def add(self):
        """Add a product. Everyone sees it as soon as it is acknowledged."""
        wanted = {"name": steps.unique("Jar"), "category": "tests", "price": 100}
        made = self._crowd.ask(self._staff, "POST", "/products", wanted).json()["data"]
        answer = self._crowd.ask(self._staff, "GET", f"/products/{made['id']}", also=(404,))
        self._crowd.check(f"{made['id']} is gone", answer.status_code != 404)

    def begin_again(self):
        """Start over: a refused write may have been done, so read the price first."""
        self._etag = None


class Buyer:
    """Orders, and reads the messages about it: a message that was there once must never vanish."""

    MOST = 60  # orders: a page has 100 messages, and of three orders one is canceled

    def __init__(self, crowd):
        self._crowd, self._customer = crowd, steps.a_customer(crowd.opened.shop)
        self._seen, self._orders = set(), 0

    def turn(self):
        if self._orders < self.MOST:
            self._buy()
        self._read()

    def _buy(self):
        item = f"{self._customer.path}/cart/items/{self._crowd.product['id']}"
        self._crowd.ask(self._customer, "PUT", item, {"quantity": 1})
        wanted = {"payment_method": "pm_card_visa", "shipping_address": steps.ADDRESS}
        path, key = f"{self._customer.path}/orders", steps.new_key()
        made = self._crowd.ask(self._customer, "POST", path, wanted, headers=key)
        order_id = made.json()["data"]["id"]
        self._crowd.opened.promised.append(order_id)
        self._orders += 1
        if self._orders % AGAIN == 0:
            self._ask_again(path, wanted, key, order_id)
        if self._orders % CANCELS == 0:
            path = f"/orders/{order_id}/cancellation"
            self._crowd.ask(self._customer, "POST", path, also=(409,))

    def _ask_again(self, path, wanted, key, order_id):
        """Send an order again, like a client that got no answer: the current holder knows the
        key."""
        time.sleep(LATER)
        found = self._crowd.ask(self._customer, "POST", path, wanted, headers=key)
        shown = found.json()["data"]["id"]
        self._crowd.check(f"{order_id} ordered twice, as {shown}", shown == order_id)

    def _read(self):
        path = f"{self._customer.path}/notifications?limit=100"
        found = self._crowd.ask(self._customer, "GET", path).json()["data"]
        shown = {each["id"] for each in found}
        self._crowd.check(f"{self._seen - shown} are gone", self._seen <= shown)
        self._seen = shown

    def begin_again(self):
        pass


class Leaver:
    """Signs up, fills a cart, buys, and closes the account."""

    def __init__(self, crowd):
        self._crowd = crowd

    def turn(self):
        ask, customer = self._crowd.ask, self._crowd.signed_up()
        item = f"{customer.path}/cart/items/{self._crowd.product['id']}"
        ask(customer, "PUT", item, {"quantity": 3})
        cart = ask(customer, "GET", f"{customer.path}/cart").json()["data"]
        self._crowd.check(f"a cart without {item}", cart["lines"])
        ask(customer, "DELETE", customer.path)
        self._crowd.check("a closed account", self._is_closed(customer))

    def _is_closed(self, customer):
        found = self._crowd.ask(customer, "GET", f"{customer.path}/cart", also=(401, 404))
        return found.status_code == 401

    def begin_again(self):
        time.sleep(PAUSE)
