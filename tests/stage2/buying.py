"""The neighbours of orders on a good day."""

from shop_rules import ids

NEW_ORDER = {
    "payment_method": "pm_card_visa",
    "shipping_address": {
        "name": "Ada Lovelace",
        "line1": "12 St James's Square",
        "city": "London",
        "postal_code": "SW1Y 4JH",
        "country": "GB",
    },
}


class HappyShop:
    """Carts, goods, and money for every customer, until a test says otherwise."""

    def __init__(self, neighbours):
        self.neighbours = neighbours
        neighbours.answer("cart", "POST", "/carts/*/renewal", 204)
        neighbours.answer("inventory", "POST", "/reservations/*", 204)
        self.reservation_ends(True)
        self.charge_ends("captured")
        self.refund_ends(True)

    def fill_cart_of(self, user_id):
        line = {"product_id": ids.new_id(), "name": "Tea", "unit_price": 250, "quantity": 2}
        cart = {"id": ids.new_id(), "version": 1, "lines": [{**line, "archived": False}]}
        self.neighbours.answer("cart", "GET", f"/carts/{user_id}", data=cart)

    def reservation_ends(self, reserved):
        answer = {"reserved": reserved}
        self.neighbours.answer("inventory", "PUT", "/reservations/*", data=answer)

    def charge_ends(self, outcome):
        self.neighbours.answer("payments", "PUT", "/charges/*", data={"outcome": outcome})

    def refund_ends(self, refunded):
        self.neighbours.answer("payments", "PUT", "/refunds/*", data={"refunded": refunded})

    def steps(self, order_id):
        """What was asked for this order: "reserve", "charge", "sale", … in that order."""
        asked = [path.split("/") for _, path in self.neighbours.requests() if order_id in path]
        names = {"reservations": "reserve", "charges": "charge", "refunds": "refund"}
        return [parts[3] if len(parts) > 3 else names[parts[1]] for parts in asked]
