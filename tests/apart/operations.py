"""What people do at the shop while a part is down. Each takes the World, and is one request."""

from tests.contract.steps import place, sign_in, unique


def browse(world):
    """A search that is new, so that no cached list answers it."""
    return world.shop.call("GET", "/products", params={"q": unique("t")})


def product(world):
    return world.shop.call("GET", f"/products/{world.product['id']}")


def availability(world):
    return world.shop.call("GET", f"/products/{world.product['id']}/availability")


def picture(world):
    return world.shop.call("GET", f"/products/{world.pictured['id']}/image")


def sign_in_again(world):
    return sign_in(world.shop, world.reader.email, world.reader.password)


def sign_in_elsewhere(world):
    """With the provider's code, which the browser brought back before the part was stopped."""
    return world.identity.sign_in(world.returned)


def account(world):
    return world.reader.get(world.reader.path)


def cart(world):
    return world.reader.get(f"{world.reader.path}/cart")


def fill_cart(world):
    path = f"{world.filler.path}/cart/items/{world.product['id']}"
    return world.filler.put(path, {"quantity": 2})


def order(world):
    return place(world.buyer)


def read_order(world):
    return world.reader.get(f"/orders/{world.order['id']}")


def cancel(world):
    return world.regretter.post(f"/orders/{world.to_cancel['id']}/cancellation")


def payment(world):
    return world.reader.get(f"/orders/{world.order['id']}/payment")


def notifications(world):
    return world.reader.get(f"{world.reader.path}/notifications")


def stock(world):
    return world.staff.get(f"/products/{world.product['id']}/stock")


def new_product(world):
    wanted = {"name": unique("Jug"), "category": "tests", "price": 900}
    return world.staff.post("/products", wanted)


def change_product(world):
    changed = {"name": unique("Jug"), "category": "tests", "price": 900}
    path = f"/products/{world.changing['id']}"
    return world.staff.put(path, changed, headers={"If-Match": world.etag})


def sign_out(world):
    return world.leaver.delete("/tokens/current")


READING = {
    "browse": browse,
    "product": product,
    "availability": availability,
    "image": picture,
    "account": account,
    "cart": cart,
    "orders": read_order,
    "payment": payment,
    "messages": notifications,
    "stock": stock,
}
DOING = {
    "sign in": sign_in_again,
    "sign in elsewhere": sign_in_elsewhere,
    "fill cart": fill_cart,
    "order": order,
    "cancel": cancel,
    "new product": new_product,
    "change product": change_product,
    "sign out": sign_out,
}
ALL = READING | DOING
