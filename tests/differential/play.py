"""Plays a script at one shop, and tells what a client saw of it."""

from concurrent.futures import ThreadPoolExecutor

import pyotp

from tests.contract.client import Person
from tests.contract.steps import PASSWORD, a_customer, accepted, sign_in, unique

from .plain import Plain
from .scripts import GOODS, PEOPLE

UNKNOWN = "01890a5d-ac96-774b-bcce-b302099a8057"
ADDRESS = {
    "name": "Ada Lovelace",
    "line1": "12 St James's Square",
    "city": "London",
    "postal_code": "SW1Y 4JH",
    "country": "GB",
}
STOCK = {"kettle": 3, "teapot": 1, "lamp": 99}
PRICES = {"kettle": 4200, "teapot": 1250, "lamp": 990}
OPEN = ("pending", "cancelling")


class Play:
    def __init__(self, shop, staff, name):
        """name: what tells this play's people and goods from others', the same at every shop."""
        self.shop, self.name, self.plain = shop, name, Plain(shop.url.removesuffix("/api/v1"))
        self.people = {"staff": staff, "nobody": Person(shop)}
        self.goods, self.orders, self.etags = {"unknown": UNKNOWN}, [], {}
        self.answers, self._refresh, self._codes = [], {}, {}
        for who in PEOPLE:
            email = f"{who}-{name}@example.org"
            person = a_customer(shop, email=email, name=who.title())
            self.people[who], self._refresh[who] = person, [person.refresh_token]
        for good in GOODS:
            self.goods[good] = self._add(good)
        for known in (*(self.people[who].id for who in PEOPLE), *self.goods.values()):
            self.plain.text(known)

    def do(self, steps, open_orders=True):
        for name, *arguments in steps:
            answers = getattr(self, name)(*arguments)
            for answer in answers if isinstance(answers, list) else [answers]:
                told = answer if isinstance(answer, str) else self.plain.answer(answer, open_orders)
                self.answers.append([[name, *arguments], told])

    def open_orders(self):
        staff = self.people["staff"]
        shown = [accepted(staff.get(f"/orders/{an_id}")) for an_id in self.orders]
        return [order["id"] for order in shown if order["status"] in OPEN]

    def seen(self):
        """All that can be seen of it in the end."""
        staff, seen = self.people["staff"], []
        for good in GOODS:
            path = f"/products/{self.goods[good]}"
            for end in ("", "/availability", "/stock", "/stock/adjustments"):
                seen.append([good + end, self.plain.answer(staff.get(path + end), False)])
        for order in self.orders:
            for end in ("", "/payment"):
                answer = staff.get(f"/orders/{order}{end}")
                seen.append(["order" + end, self.plain.answer(answer, False)])
        for who in PEOPLE:
            for end in ("", "/cart", "/orders", "/notifications"):
                answer = staff.get(f"/users/{self.people[who].id}{end}")
                seen.append([who + end, self.plain.answer(answer, False)])
        return seen + [self._listed(sort) for sort in ("newest", "name", "price", "-price")]

    # ------------------------------------------------------------ steps

    def buy(self, who, good, quantity, key, method):
        return [self.put_in_cart(who, good, quantity), self.place(who, key, method, "good")]

    def put_in_cart(self, who, good, quantity):
        return self.put_in_anothers_cart(who, who, good, quantity)

    def put_in_anothers_cart(self, who, whose, good, quantity):
        return self._at(who).put(self._item(whose, good), {"quantity": quantity})

    def take_out(self, who, whose, good):
        return self._at(who).delete(self._item(whose, good))

    def empty_cart(self, who, whose):
        return self._at(who).delete(f"{self._path(whose)}/cart")

    def show_cart(self, who, whose):
        return self._at(who).get(f"{self._path(whose)}/cart")

    def place(self, who, key, method, address):
        answer = self._place(who, who, key, method, address)
        self._note(answer)
        return answer

    def place_for_another(self, who, whose, key):
        answer = self._place(who, whose, key, "pm_card_visa", "good")
        self._note(answer)
        return answer

    def place_at_once(self, who, keys):
        """Which of them comes first is chance: what counts is what they get together."""
        keys = keys.split()
        with ThreadPoolExecutor(len(keys)) as several:
            asked = [
                several.submit(self._place, who, who, f"{key}r", "pm_card_visa", "good")
                for key in keys
            ]
            answers = [each.result() for each in asked]
        for answer in answers:
            self._note(answer)
        placed = {answer.json()["data"]["id"] for answer in answers if answer.status_code == 201}
        return f"{len(placed)} order"

    def show_user(self, who, whose):
        return self._at(who).get(self._path(whose))

    def change_user(self, who, whose, email):
        other = PEOPLE[1 - PEOPLE.index(whose)]
        emails = {
            "own": f"{whose}-{self.name}@example.org",
            "the other's": f"{other.upper()}-{self.name}@EXAMPLE.org",
            "new": f"{whose}-new-{self.name}@example.org",
            "none": "nobody at all",
        }
        return self._at(who).put(self._path(whose), {"email": emails[email], "name": "Changed"})

    def change_password(self, who, whose, current):
        current = PASSWORD if current == "right" else "something else"
        body = {"current": current, "new": PASSWORD}
        return self._at(who).put(f"{self._path(whose)}/password", body)

    def sign_in(self, who, how):
        person = self.people[who]
        body = {"email": f"{who}-{self.name}@example.org", "password": PASSWORD}
        if how == "wrong":
            body["password"] = "not the password"
        if how == "with code":
            body["otp"] = "000000"
        answer = self.shop.call("POST", "/tokens", json=body)
        if answer.status_code == 201:
            tokens = answer.json()["data"]
            person.token = tokens["access_token"]
            self._refresh[who].append(tokens["refresh_token"])
        return answer

    def refresh(self, who, which):
        tokens = self._refresh[who]
        token = {"newest": tokens[-1], "first": tokens[0]}.get(which, "made up")
        answer = self.shop.call("POST", "/tokens/refresh", json={"refresh_token": token})
        if answer.status_code == 201:
            tokens.append(answer.json()["data"]["refresh_token"])
        return answer

    def sign_out(self, who):
        if who == "staff":
            return "not of all plays at once"
        return self._at(who).delete("/tokens/current")

    def begin_mfa(self, who, whose):
        answer = self._at(who).post(f"{self._path(whose)}/mfa")
        if answer.status_code == 201:
            self._codes[whose] = pyotp.parse_uri(answer.json()["data"]["otpauth_uri"])
        return answer

    def turn_mfa(self, who, how, code):
        path, call = f"{self._path(who)}/mfa", "PUT" if how == "on" else "DELETE"
        codes = self._codes.get(who)
        otp = codes.now() if codes and code == "right" and how == "on" else "12345"
        return self._at(who).call(call, path, json={"otp": otp})

    def show_product(self, who, good, if_none_match):
        headers = {"If-None-Match": self.etags.get(good, '"0"') if if_none_match == "seen" else "*"}
        answer = self._at(who).get(self._product(good), headers=headers if if_none_match else None)
        self.etags[good] = answer.headers.get("ETag", '"0"')
        return answer

    def show_availability_of_unknown(self, who):
        return self._at(who).get(f"/products/{UNKNOWN}/availability")

    def adjust(self, who, good, delta, key):
        headers = {"Idempotency-Key": f"{key}-{self.name}"} if key else None
        path = f"{self._product(good)}/stock/adjustments"
        return self._at(who).post(path, {"delta": delta, "reason": "counted"}, headers=headers)

    def change_product(self, who, good, if_match):
        tags = {"seen": self.etags.get(good, '"0"'), "*": "*", "stale": '"999"'}
        headers = {"If-Match": tags[if_match]} if if_match else None
        body = {"name": f"New {good} {self.name}", "category": "new", "price": 777}
        return self._at(who).put(self._product(good), body, headers=headers)

    def archive(self, who, good):
        return self._at(who).delete(self._product(good))

    def list_orders(self, who, query):
        if who == "staff" and query == "":
            return "everybody's"
        return self._at(who).get(f"/orders{query}")

    def list_users(self, who, query):
        return self._at(who).get(f"/users{query}")

    def wrong_method(self, who):
        return self._at(who).call("PATCH", "/products")

    def close_account(self, who, whose):
        return self._at(who).delete(self._path(whose))

    def show_order(self, who, number):
        return self._at(who).get(self._order(number))

    def show_payment(self, who, number):
        return self._at(who).get(f"{self._order(number)}/payment")

    def cancel(self, who, number):
        answer = self._at(who).post(f"{self._order(number)}/cancellation")
        return f"{answer.status_code}"  # "cancelling", or already "cancelled"

    def ship(self, who, number, form):
        body = {"carrier": "DHL", "tracking": "42"} if form == "good" else {"carrier": "DHL"}
        return self._unless_cancelling(
            number, lambda path: self._at(who).post(f"{path}/shipment", body)
        )

    def deliver(self, who, number):
        return self._unless_cancelling(number, lambda path: self._at(who).post(f"{path}/delivery"))

    # ------------------------------------------------------------ below the steps

    def _at(self, who):
        return self.people[who]

    def _path(self, whose):
        return f"/users/{self.people[whose].id}"

    def _item(self, whose, good):
        return f"{self._path(whose)}/cart/items/{self.goods[good]}"

    def _product(self, good):
        return f"/products/{self.goods[good]}"

    def _order(self, number):
        return f"/orders/{self.orders[number] if number < len(self.orders) else UNKNOWN}"

    def _unless_cancelling(self, number, ask):
        """How a refusal words a state that is passing differs by chance: its status counts."""
        answer = ask(self._order(number))
        return f"{answer.status_code}" if answer.status_code == 409 else answer

    def _place(self, who, whose, key, method, address):
        headers = {"Idempotency-Key": f"{key}-{self.name}"} if key else None
        body = {"payment_method": method, "shipping_address": dict(ADDRESS)}
        if address == "no country":
            del body["shipping_address"]["country"]
        if address == "one field more":
            body["total"] = 1
        return self._at(who).post(f"{self._path(whose)}/orders", body, headers=headers)

    def _note(self, answer):
        if answer.status_code == 201:
            an_id = answer.json()["data"]["id"]
            self.plain.text(an_id)
            if an_id not in self.orders:
                self.orders.append(an_id)

    def _add(self, good):
        staff = self.people["staff"]
        body = {"name": f"{good} {self.name}", "category": good[0], "price": PRICES[good]}
        product = accepted(staff.post("/products", body), 201)
        path, stock = f"/products/{product['id']}/stock/adjustments", STOCK[good]
        key = {"Idempotency-Key": f"opening-{product['id']}"}
        accepted(staff.post(path, {"delta": stock, "reason": "opening"}, headers=key), 201)
        return product["id"]

    def _listed(self, sort):
        """Two on a page, to the end."""
        staff, seen, query = self.people["staff"], [], {"q": self.name, "sort": sort, "limit": 2}
        while True:
            answer = staff.get("/products", params=query)
            seen.append(self.plain.answer(answer, False))
            cursor = answer.json().get("meta", {}).get("next_cursor")
            if not cursor:
                return [f"list by {sort}", seen]
            query["cursor"] = cursor


def signed_in_staff(shop, email, password):
    tokens = accepted(sign_in(shop, email, password), 201)
    return Person(shop, token=tokens["access_token"])


def new_name():
    return unique("play")
