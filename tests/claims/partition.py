"""Cut off from another part, a service answers with what it has, or refuses; this shop does both.

To the other services, a stopped part is the same as one that a network partition cuts off: they
can't tell the difference.
"""

from pathlib import Path
from tempfile import TemporaryDirectory

from tests.bench.sites import Site
from tests.contract.readings import order_of, orders_of
from tests.contract.steps import a_customer, accepted, place, put_in_cart, settled, signed_in
from tests.drivers import stage1, stage2

from .opened import must


def shown():
    with TemporaryDirectory() as folder:
        yield "stage 2, inventory is out of reach"
        with stage2.running(data=Path(folder) / "services") as stage:
            yield from services(stage)
        yield "stage 1, the database is out of reach"
        with stage1.running(data=Path(folder) / "monolith", db="postgres") as stage:
            yield from monolith(stage)


def services(stage):
    site, buyer, staff = ready(stage)
    remembered = f"/products/{site.product['id']}"
    stage.stop("inventory")
    placed = place(buyer)
    yield row("an order", told(placed))
    yield row("the product", staff.get(remembered).status_code)
    counted = staff.get(f"{remembered}/stock")
    yield row("its stock", counted.status_code)
    order = accepted(placed, 201)
    yield row("the order, while it lasts", order_of(buyer, order)["status"])
    stage.start("inventory")
    stage.wait_ready("inventory")
    after = settled(buyer, order)
    yield row("the order, once that is over", after["status"])
    must((counted.status_code, after["status"]) == (503, "confirmed"), "Something else happened.")


def monolith(stage):
    site, buyer, staff = ready(stage)
    stage.stop("postgres")
    placed = place(buyer)
    yield row("an order", told(placed))
    yield row("the product", staff.get(f"/products/{site.product['id']}").status_code)
    stage.start("postgres")
    stage.wait_ready("postgres")
    orders = orders_of(buyer)
    yield row("orders, once that is over", len(orders))
    must((placed.status_code, orders) == (503, []), "The order was not refused.")


def ready(stage):
    """(Site, a customer with a filled cart, staff)"""
    site = Site(stage)
    buyer = a_customer(site.shop)
    put_in_cart(buyer, site.product)
    return site, buyer, signed_in(site.shop, *stage.staff)


def told(answer):
    status = answer.json()["data"]["status"] if answer.ok else answer.json()["title"]
    return f"{answer.status_code} {status}"


def row(what, said):
    return f"  {what:30}{said}"
