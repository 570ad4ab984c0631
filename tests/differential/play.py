"""A script that is being played at one shop: who and what its words stand for there."""

import time

from tests.contract.client import Person
from tests.contract.identity import IdentityProvider
from tests.contract.readings import lines_of
from tests.contract.steps import a_customer, accepted
from tests.contract.version import BASE, money

from .plain import Plain
from .words import GOODS, PEOPLE, PRICES, STEPS, STOCK

UNKNOWN = "01890a5d-ac96-774b-bcce-b302099a8057"
OPEN = ("pending", "cancelling")
SETTLED_SECONDS = 150  # far more than the contract allows: it is not speed that is compared
PAUSE_SECONDS = 0.1


class Play:
    def __init__(self, shop, staff, name, words):
        """name: what tells its people and goods from others', the same at every shop.

        words: of the script; people and goods that it does not name are not made.
        """
        self.shop, self.name, self.plain = shop, name, Plain(shop.url.removesuffix(BASE))
        self.people = {"staff": staff, "nobody": Person(shop)}
        self.goods, self.etags, self.left = {"unknown": UNKNOWN}, {}, {}
        self.orders, self.unsure, self.wanted = [], set(), set()
        self.contested = set()  # orders of which chance decides who gets what there is
        self.apart = set()  # orders that a race has judged already
        self.answers, self.tokens, self.apps, self.words = [], {}, {}, words
        self.provider, self.returned = IdentityProvider(shop.identity, shop), {}
        self.cookies = {}  # {person: the values of their browser's cookie}
        self.is_settled = False
        for who in PEOPLE:
            if who in words:
                self._sign_up(who)
        for good in GOODS:
            if good in words:
                self._add(good)

    def do(self, steps):
        for name, *arguments in steps:
            told = STEPS[name](self, *arguments)
            for each in told if isinstance(told, list) else [told]:
                self.answers.append([[name, *arguments], self.told(each)])

    def told(self, answer, open_orders=None):
        """answer: a response, or what a step made of one."""
        if not hasattr(answer, "status_code"):
            return answer
        return self.plain.answer(answer, not self.is_settled if open_orders is None else False)

    def at(self, who):
        return self.people[who]

    def path(self, whose):
        return f"/users/{self.people[whose].id}"

    def item(self, whose, good):
        return f"{self.path(whose)}/cart/items/{self.goods[good]}"

    def product(self, good):
        return f"/products/{self.goods[good]}"

    def order(self, number):
        """number: of those placed so far, over and over again; or "unknown"."""
        if number == "unknown" or not self.orders:
            return f"/orders/{UNKNOWN}"
        return f"/orders/{self.orders[number % len(self.orders)]}"

    def key(self, key):
        return {"Idempotency-Key": f"{key}-{self.name}"} if key else None

    def note(self, answer, is_sure=True):
        """is_sure: whatever comes between, the order will be confirmed."""
        if answer.status_code != 201:
            return
        order = answer.json()["data"]
        self.plain.text(order["id"])
        if order["id"] not in self.orders:
            self.orders.append(order["id"])
            self._take(self._lines(order))
            if not is_sure:
                self.unsure.add(order["id"])

    def note_cancellation(self, answer):
        """What it held comes back some time later, and changes what the next one can get."""
        if answer.status_code == 202:
            self.wanted |= {line["product_id"] for line in self._lines(answer.json()["data"])}

    def new_key(self):
        """For a race: which of its keys is used up is chance, so no later step may use them."""
        return f"race-{len(self.answers)}"

    def wait_for_rivals(self, who):
        """Which of two open orders gets the last piece is chance, so the first is settled first.

        True if there is enough for what is in the cart.
        """
        answer = self.at(who).get(f"{self.path(who)}/cart")
        lines = answer.json()["data"]["lines"] if answer.status_code == 200 else []
        if not self._is_enough(lines) and any(line["product_id"] in self.wanted for line in lines):
            self.settle()
        return self._is_enough(lines)

    def settle(self):
        deadline = time.monotonic() + SETTLED_SECONDS
        while self.open_orders():
            assert time.monotonic() < deadline, f"orders stay open: {self.open_orders()}"
            time.sleep(PAUSE_SECONDS)
        if self.wanted:
            self.wanted = set()
            for good in self.left:
                self.left[good] = self.stock(good)["available"]

    def open_orders(self):
        return [order["id"] for order in self.shown_orders() if order["status"] in OPEN]

    def shown_orders(self):
        ids = {*self.orders, *self.contested, *self.apart}
        return [accepted(self.people["staff"].get(f"/orders/{id}")) for id in ids]

    def stock(self, good):
        return accepted(self.people["staff"].get(f"{self.product(good)}/stock"))

    def _lines(self, order):
        return lines_of(self.people["staff"], order)

    def _is_enough(self, lines):
        names = {id: good for good, id in self.goods.items()}
        return all(line["quantity"] <= self.left[names[line["product_id"]]] for line in lines)

    def _take(self, lines):
        names = {id: good for good, id in self.goods.items()}
        for line in lines:
            self.left[names[line["product_id"]]] -= line["quantity"]
            self.wanted.add(line["product_id"])

    def _sign_up(self, who):
        person = a_customer(self.shop, email=f"{who}-{self.name}@example.org", name=who.title())
        self.people[who], self.tokens[who] = person, [person.refresh_token]
        self.plain.text(person.id)

    def _add(self, good):
        staff = self.people["staff"]
        wanted = {
            "name": f"{good} {self.name}",
            "category": self.name,
            "price": money(PRICES[good]),
        }
        self.goods[good] = accepted(staff.post("/products", wanted), 201)["id"]
        self.plain.text(self.goods[good])
        self.left[good] = STOCK[good]
        path, opening = f"{self.product(good)}/stock/adjustments", self.key(f"opening-{good}")
        wanted = {"delta": STOCK[good], "reason": "opening"}
        accepted(staff.post(path, wanted, headers=opening), 201)
