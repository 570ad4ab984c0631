"""Stand-ins for the services that the mover asks, on their real databases."""

from orders import peers, usecases

from move import quiescing

from . import made

# {(order, reservation): the outcome of settling}
BECOMES = {"sold": "confirmed", "released": "rejected", "refused": "rejected"}
BECOMES |= {"returned": "cancelled"}
STOCK = {"reserved": "reserved = reserved + 1", "sold": "sold = sold + 1"}


class Services:
    def __init__(self, sides, monkeypatch):
        self.sides, self.asked, self.in_stock = sides, [], True
        monkeypatch.setattr(quiescing, "_renew_cart", self.renew_cart)
        for module, names in ((peers, ["reserve"]), (usecases, ["show", "settle"])):
            for name in names:
                monkeypatch.setattr(module, name, getattr(self, name))

    def renew_cart(self, order_id):
        self.asked.append("renew")

    def show(self, order_id):
        return {"id": order_id}

    def reserve(self, order):
        self.asked.append("reserve")
        hold(self.sides, order["id"], "reserved" if self.in_stock else "refused")
        return self.in_stock

    def settle(self, order_id):
        self.asked.append("settle")
        query = "SELECT status FROM reservations WHERE order_id = %s"
        held = self.sides.inventory.execute(query, [order_id]).fetchone()["status"]
        becomes = "UPDATE orders SET status = %s WHERE id = %s"
        self.sides.orders.execute(becomes, [BECOMES[held], order_id])


def order(sides, status, held, product="p"):
    """Make an order of stage 2 for one piece, with that reservation; return its id."""
    order_id = made.order(sides.orders, "u", status=status, cart_version=1)
    made.lines(sides.orders, order_id, product)
    if held:
        hold(sides, order_id, held)
    if status == "cancelling":
        made.payment(sides.payments, order_id, user_id="u")
    return order_id


def hold(sides, order_id, held):
    row = {"order_id": order_id, "status": held, "lines": {}}
    made.insert(sides.inventory, "reservations", row)
    if held in STOCK:
        sides.inventory.execute(f"UPDATE stock SET available = available - 1, {STOCK[held]}")
