"""A customer of the load: fills a cart, orders, and sometimes cancels."""

from functools import partial

from tests.contract.forms import told
from tests.contract.lives import cancel
from tests.contract.steps import (
    at_once,
    eventually,
    place,
    unique,
)

from .insist import a_newcomer, data, insist, insist_on

NEWCOMER, IMPATIENT, REGRETS = 0.1, 0.2, 0.3  # probabilities
ENDS = {"confirmed", "shipped", "delivered", "cancelled", "out_of_stock"}
DECLINED = {"payment_declined", "out_of_stock"}
METHODS = {  # payment method: (weight, possible outcomes of the order)
    "pm_card_visa": (16, ENDS),
    "pm_card_visa_chargeDeclined": (2, DECLINED),
    "pm_card_authenticationRequired": (1, DECLINED),
    "pm_card_of_nobody": (1, DECLINED),
}
OFTEN = [often for often, _ in METHODS.values()]


class Buyer:
    def __init__(self, market):
        self.market, self.promises = market, market.promises
        self.sign_up()

    def act(self, rng, load):
        if rng.random() < NEWCOMER:
            self.sign_up()
        for product in rng.sample(self.market.products, rng.randint(1, 3)):
            self._put_in_cart(product, rng.randint(1, 2))
        with load.placing() as is_wanted:
            order = self._place(rng) if is_wanted else None
        if order and rng.random() < REGRETS:
            self._cancel(order)

    def sign_up(self):
        self.person, self.cart = a_newcomer(self.market.site.shop, "Ada Lovelace"), {}
        self.promises.person(data(insist_on(lambda: self.person.get(self.person.path), 200)))

    def _put_in_cart(self, product, quantity):
        path = f"{self.person.path}/cart/items/{product['id']}"
        cart = data(insist_on(lambda: self.person.put(path, {"quantity": quantity}), 200))
        self.cart[product["id"]] = quantity
        assert _quantities(cart) == self.cart, f"{cart} should hold {self.cart}"

    def _place(self, rng):
        """Place an order. Returns it as answered, after recording it as promised."""
        method = rng.choices(list(METHODS), OFTEN)[0]
        key = unique("key")
        send = partial(self._until_done, partial(place, self.person, method, key))
        answers = at_once(send, send) if rng.random() < IMPATIENT else [send()]
        for order in map(data, answers):
            assert _quantities(order) == self.cart, f"{order} should hold {self.cart}"
            assert order["id"] == data(answers[0])["id"], f"{answers[0].text} and {order}"
            self.promises.order(order, METHODS[method][1])
        self.cart = {}
        return order

    def _until_done(self, send):
        """Retry while the same request is still running (409)."""

        def check():
            answer = insist_on(send, 201, 409)
            assert answer.status_code == 201, told(answer)
            return answer

        return eventually(check, 30)

    def _cancel(self, order):
        answer = insist(lambda: cancel(self.person, order))
        assert answer.status_code in (202, 409), told(answer)  # 409: rejected or shipped by now
        if answer.status_code == 202:
            self.promises.order(data(answer), DECLINED | {"cancelled"})


def _quantities(thing):
    return {line["product_id"]: line["quantity"] for line in thing["lines"]}
