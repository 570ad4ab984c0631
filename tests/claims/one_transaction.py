"""One transaction: a crash in the middle of an order leaves all of it or nothing.

The order, its stock, its key and the emptied cart are in tables of four features. The process is
killed just before the commit, and another time just after.
"""

from tempfile import TemporaryDirectory

import requests

from tests.contract.readings import cart_of, orders_of, stock_of
from tests.contract.steps import HEALED, a_customer, a_product, eventually, place, put_in_cart
from tests.faults import site as faults

from .opened import must

KEY = "breakfast"


def shown():
    with TemporaryDirectory() as folder, faults.running("1", "sqlite", f"{folder}/data") as site:
        customer, product = a_customer(site.shop), a_product(site.staff, stock=5)
        put_in_cart(customer, product, 2)
        yield f"{'':36}{'orders':>7}{'in cart':>9}{'in stock':>9}{'taken':>7}"
        seen = []

        def row(what):
            seen.append(counts(site, customer, product))
            return f"{what:36}" + "{:7}{:9}{:9}{:7}".format(*seen[-1])

        yield row("two in the cart")
        die_at(site, "place_order:before-commit", customer)
        yield row("ordered, killed before the commit")
        die_at(site, "place_order:after-commit", customer)
        yield row("ordered, killed after the commit")
        place(customer, key=KEY).raise_for_status()
        yield row("ordered again with the same key")
        nothing, everything = (0, 2, 5, 0), (1, 0, 3, 2)
        must(seen == [nothing] * 2 + [everything] * 2, "Something was left half done.")


def counts(site, customer, product):
    """(orders, units in the cart, units available, units reserved or sold)"""
    stock = stock_of(site.staff, product)
    in_cart = sum(line["quantity"] for line in cart_of(customer)["lines"])
    taken = stock["reserved"] + stock["sold"]
    return len(orders_of(customer)), in_cart, stock["available"], taken


def die_at(site, point, customer):
    """Place an order, kill the process at this point, and wait for its restart."""
    site.let_live("shop")
    deaths = site.deaths(["shop"])
    site.crash_at("shop", point)
    try:
        place(customer, key=KEY)
        raise SystemExit(f"It was not killed at {point}.")
    except requests.ConnectionError:
        eventually(lambda: check_died(site, deaths), HEALED)
    site.wait_for_rest()


def check_died(site, deaths):
    assert site.deaths(["shop"]) > deaths
