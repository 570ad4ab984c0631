"""The fifth book: records what clients got a 2xx for, and checks that it still holds."""

from collections import defaultdict
from threading import Lock

from tests.contract.steps import accepted, listed

KEPT_OF_AN_ORDER = ("user_id", "lines", "total", "currency", "shipping_address", "created_at")
KEPT_OF_A_PRODUCT = ("name", "description", "category", "price", "currency", "created_at")
KEPT_OF_A_PERSON = ("id", "email", "name", "role", "created_at")


class Promises:
    def __init__(self):
        self._lock = Lock()
        self.orders = {}  # id: as first answered
        self.seen = defaultdict(set)  # order id: the statuses in responses
        self.ends = {}  # order id: its possible outcomes, see outcome()
        self.adjustments = defaultdict(dict)  # product id: {reason: delta}, each with its own key
        self.products = {}  # id: as last answered
        self.people = {}

    def order(self, order, ends=None):
        with self._lock:
            first = self.orders.setdefault(order["id"], order)
            assert first["lines"] == order["lines"], f"{order} was {first}"
            self.seen[order["id"]].add(order["status"])
            if ends:
                self.ends[order["id"]] = self.ends.get(order["id"], ends) & ends

    def adjustment(self, product_id, reason, delta):
        with self._lock:
            self.adjustments[product_id][reason] = delta

    def product(self, product):
        with self._lock:
            self.products[product["id"]] = product

    def person(self, user):
        with self._lock:
            self.people[user["id"]] = user

    def broken(self, staff, orders):
        """The broken promises, as texts. orders: all orders of the shop by id, at rest."""
        found = [fault for id_ in self.orders for fault in self._order(id_, orders.get(id_))]
        for product_id in self.adjustments:
            found += self._adjustments(staff, product_id)
        for id_, promised in self.products.items():
            now = accepted(staff.get(f"/products/{id_}"))
            found += _differences(f"product {id_}", KEPT_OF_A_PRODUCT, promised, now)
        return found + list(self._people(staff))

    def _order(self, id_, now):
        name = f"order {id_}"
        if now is None:
            yield f"{name}: promised and gone"
            return
        yield from _differences(name, KEPT_OF_AN_ORDER, self.orders[id_], now)
        forgotten = self.seen[id_] - {step["status"] for step in now["history"]}
        if forgotten:
            yield f"{name}: was {forgotten} once, which its history does not know: {now}"
        if id_ in self.ends and outcome(now) not in self.ends[id_]:
            yield f"{name}: is {outcome(now)}, and was to be one of {self.ends[id_]}"

    def _adjustments(self, staff, product_id):
        """Each adjustment exactly once, and none that was not requested."""
        made = listed(staff, f"/products/{product_id}/stock/adjustments")
        made = sorted((adjustment["reason"], adjustment["delta"]) for adjustment in made)
        promised = sorted(self.adjustments[product_id].items())
        if made != promised:
            yield f"product {product_id}: adjusted {made}, promised {promised}"

    def _people(self, staff):
        people = {user["id"]: user for user in listed(staff, "/users")}
        for id_, promised in self.people.items():
            if id_ not in people:
                yield f"user {id_}: promised and gone"
            else:
                yield from _differences(f"user {id_}", KEPT_OF_A_PERSON, promised, people[id_])


def outcome(order):
    """The order's status, or why it was rejected."""
    return order["reason"] or order["status"]


def _differences(name, fields, promised, now):
    for field in fields:
        if promised[field] != now[field]:
            yield f"{name}: its {field} was {promised[field]} and is {now[field]}"
