"""Of two changes to the same version the second is rejected, so that no update is lost.

Two members of staff read a product at the same moment. One changes its price, the other its name;
a PUT sends the whole product. If-Match names the version that it changes.
"""

from tests.contract.readings import etag_of, product_of
from tests.drivers import stage1

from .opened import must, running


def shown():
    with running(stage1) as (site, staff):
        path, read = f"/products/{site.product['id']}", etag_of(staff, site.product)
        yield f"both read a product of {site.product['price']} cents, called a teapot"
        cheaper = wanted(site.product, name="Teapot", price=990)
        yield row("one sets the price to 990", one := put(staff, path, cheaper, read))
        renamed = wanted(site.product, name="Teapot, blue", price=site.product["price"])
        yield row(
            "the other sets the name, with what was read", two := put(staff, path, renamed, read)
        )
        yield row("… without saying what was read", none := staff.put(path, renamed))
        now = {**cheaper, "name": "Teapot, blue"}
        yield row(
            "… reads it again and sets the name",
            put(staff, path, now, etag_of(staff, site.product)),
        )
        left = product_of(staff, site.product)
        yield f"left in the end: {left['name']}, {left['price']} cents"
        statuses = [answer.status_code for answer in (one, two, none)]
        must(statuses == [200, 412, 428], f"The answers are {statuses}.")
        must((left["name"], left["price"]) == ("Teapot, blue", 990), "A change was lost.")


def wanted(product, **changes):
    kept = ("name", "description", "category", "price", "currency")
    return {name: product[name] for name in kept} | changes


def put(staff, path, body, etag):
    return staff.put(path, body, headers={"If-Match": etag})


def row(what, answer):
    title = "OK" if answer.ok else answer.json()["title"]
    return f"{what:44}{answer.status_code} {title}"
