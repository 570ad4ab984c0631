"""How catalog reaches inventory, over HTTP, and its own worker, by a task. What inventory tells by
itself is in tasks.py."""

from chassis import calls, outbox


def open_stock(product_id):
    calls.call("inventory", "PUT", f"/stock/{product_id}")


def available(product_ids):
    """{product id: how many can be ordered}, as it is at this moment"""
    return calls.call("inventory", "GET", f"/stock?ids={','.join(product_ids)}")


def make_thumbnail_later(tx, product_id, picture, replaced):
    """A task for the worker, sent when the caller's transaction commits."""
    what = {"product_id": product_id, "picture": picture, "replaced": replaced}
    outbox.add_task(tx, "catalog.make_thumbnail", **what)
