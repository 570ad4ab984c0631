"""How catalog reaches inventory: over HTTP. What inventory tells by itself is in tasks.py."""

from chassis import calls


def open_stock(product_id):
    calls.call("inventory", "PUT", f"/stock/{product_id}")


def available(product_ids):
    """{product id: how many can be ordered}, as it is at this moment"""
    return calls.call("inventory", "GET", f"/stock?ids={','.join(product_ids)}")
