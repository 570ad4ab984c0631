"""Staff of the load: ships, delivers, adjusts the stock, changes prices."""

from tests.contract.lives import deliver, ship
from tests.contract.steps import unique

from .insist import data, insist_on


class Clerk:
    def __init__(self, market):
        self.market, self.promises = market, market.promises

    @property
    def staff(self):
        return self.market.site.staff

    def act(self, rng, _load):
        work = rng.choice([self._ship, self._deliver, self._adjust, self._change_product])
        work(rng)

    def _ship(self, rng):
        self._move(ship, self._one_that_is("confirmed", rng), {"shipped", "delivered"})

    def _deliver(self, rng):
        self._move(deliver, self._one_that_is("shipped", rng), {"delivered"})

    def _move(self, action, order, ends):
        if not order:
            return
        # 409: cancelled meanwhile, or already moved when the response was lost
        answer = insist_on(lambda: action(self.staff, order), 200, 409)
        if answer.status_code == 200:
            self.promises.order(data(answer), ends)

    def _one_that_is(self, status, rng):
        query = {"status": status, "limit": 10}
        found = data(insist_on(lambda: self.staff.get("/orders", params=query), 200))
        return rng.choice(found) if found else None

    def _adjust(self, rng):
        adjust(self.market, rng.choice(self.market.products), rng.choice([-1, 1, 1, 2, 5]))

    def _change_product(self, rng):
        """Only the clerk changes products, so a 412 means that a lost response had succeeded."""
        product = rng.choice(self.market.products)
        path = f"/products/{product['id']}"
        etag = insist_on(lambda: self.staff.get(path), 200).headers["ETag"]
        wanted = {name: product[name] for name in ("name", "category", "description")}
        wanted |= {"price": rng.randint(1, 5000)}
        insist_on(lambda: self.staff.put(path, wanted, headers={"If-Match": etag}), 200, 412)
        now = data(insist_on(lambda: self.staff.get(path), 200))
        assert now["price"] == wanted["price"], f"{now} should be {wanted}"
        self.promises.product(now)


def adjust(market, product, delta):
    staff, reason = market.site.staff, unique("count")
    path = f"/products/{product['id']}/stock/adjustments"
    wanted, key = {"delta": delta, "reason": reason}, {"Idempotency-Key": reason}
    answer = insist_on(lambda: staff.post(path, wanted, headers=key), 201, 409)
    if answer.status_code == 201:
        market.promises.adjustment(product["id"], reason, delta)
    else:
        stock = data(insist_on(lambda: staff.get(f"/products/{product['id']}/stock"), 200))
        assert stock["available"] < 100, f"{delta} was refused: {answer.text}"
