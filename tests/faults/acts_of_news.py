"""The acts on events between stage 2's services, and on what services do at their start."""

from tests.contract.client import Person
from tests.contract.lives import an_order_that_is
from tests.contract.readings import order_of
from tests.contract.steps import (
    LATER,
    a_customer,
    a_product,
    accepted,
    add_stock,
    eventually,
    listed,
    put_in_cart,
)

from .acts import same
from .acts_of_orders import buying, placed
from .insist import insist_on
from .queue_lost import lose_the_queue

MANY = 99  # of one product in one order


def a_start(part):
    """An act on work that this part does once, at its start."""

    def starting(site, committed):
        customer = a_customer(site.shop)
        yield part
        site.kill(part)
        yield
        accepted(customer.get(f"{customer.path}/cart"))

    return starting


def buying_after_the_queue_was_lost(site, committed):
    act = buying(site, committed)
    yield next(act)
    lose_the_queue(site)
    yield next(act)
    yield from act


def somebody_leaves(site, committed):
    """Delete an account: each service receives the event from the stream."""
    customer, product = a_customer(site.shop), a_product(site.staff)
    order = an_order_that_is("rejected", site.staff, customer, product)
    yield "shop"
    insist_on(lambda: customer.delete(customer.path), 204, 401)
    yield

    def check():
        same(order_of(site.staff, order)["shipping_address"], None)

    eventually(check, LATER)
    same(site.staff.get(f"{customer.path}/notifications").status_code, 404)
    same(site.staff.get(f"{customer.path}/cart").status_code, 404)


def news_of_stock(site, committed):
    product = a_product(site.staff, stock=3)
    yield "shop"
    insist_on(lambda: site.staff.get(f"/products/{product['id']}"), 200)
    add_stock(site.staff, product, 4)
    yield

    def check():
        (found,) = listed(Person(site.shop), "/products", q=product["name"])
        same(found["available"], 7)

    eventually(check, LATER)


def a_good_that_sells(site, committed):
    """Sell a product so often that it becomes one of the ten bestsellers."""
    customer, product = a_customer(site.shop), a_product(site.staff, stock=MANY, price=100)
    put_in_cart(customer, product, MANY)
    yield "shop"
    placed(customer)
    yield

    def check():
        best = accepted(Person(site.shop).get("/products/bestsellers"))
        same([each["units"] for each in best if each["product_id"] == product["id"]], [MANY])

    eventually(check, LATER)
