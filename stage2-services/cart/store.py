"""What people mean to buy: one JSON document each, in Valkey. Prices are not kept here.

{"id": …, "version": how often something was put in, "lines": [{product_id, quantity, version}]}

A change is made on what was read, and only if nobody changed it meanwhile (WATCH, MULTI, EXEC).
https://redis.io/docs/latest/develop/using-commands/transactions/
"""

import json

from shop_rules import ids, pricing

from chassis import connections, faults


def find(user_id):
    """The person's cart, made now if there was none."""
    return _change(user_id, lambda cart: cart)


def lines(cart):
    """[(product_id, quantity)] in the order first added."""
    return [(line["product_id"], line["quantity"]) for line in cart["lines"]]


def put(user_id, product_id, quantity):
    def edit(cart):
        version = cart["version"] + 1
        line = {"product_id": product_id, "quantity": quantity, "version": version}
        lines = {known["product_id"]: known for known in cart["lines"]} | {product_id: line}
        pricing.check_cart(lines)
        return {**cart, "version": version, "lines": list(lines.values())}

    return _change(user_id, edit)


def remove(user_id, product_id):
    """True if it was in the cart."""
    was_there = []

    def edit(cart):
        was_there[:] = [line for line in cart["lines"] if line["product_id"] == product_id]
        return {**cart, "lines": [line for line in cart["lines"] if line not in was_there]}

    _change(user_id, edit)
    return bool(was_there)


def clear(user_id):
    _change(user_id, lambda cart: {**cart, "lines": []})


def renew(user_id, cart_id, version):
    """Take out what was bought and give it a new id: what was bought once is not bought again.

    What was put in after that version stays: it is in no order yet. Asked again it does nothing,
    and nothing of a cart that is no more.
    """

    def edit(cart):
        if cart["id"] != cart_id:
            return None
        left = [line for line in cart["lines"] if line["version"] > version]
        return {**cart, "id": ids.new_id(), "lines": left}

    _change(user_id, edit)


def forget(user_id):
    connections.durable().delete(_key(user_id))


def _change(user_id, edit):
    """The cart as it is after edit(cart), which makes a new one and may be called again.

    None of it: nothing is to be changed, nor made.
    """
    key = _key(user_id)

    def attempt(pipe):
        text = pipe.get(key)
        before = json.loads(text) if text else None
        after = edit(before or {"id": ids.new_id(), "version": 0, "lines": []})
        pipe.multi()
        if after not in (None, before):
            pipe.set(key, json.dumps(after))
        return after

    changed = connections.durable().transaction(attempt, key, value_from_callable=True)
    faults.reach("cart:after-change")
    return changed


def _key(user_id):
    return f"cart:{user_id}"
