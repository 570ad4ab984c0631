"""The acts that move an order."""

from tests.contract.lives import SHIPMENT, an_order_that_is, cancel, deliver, ship
from tests.contract.readings import order_of, orders_of, stock_of
from tests.contract.steps import (
    a_customer,
    a_product,
    an_order,
    place,
    put_in_cart,
    settled,
    unique,
)

from .acts import reaches, same
from .insist import data, insist_on
from .promises import outcome

HAD = 5  # in stock
NEEDS_ACTION = "pm_card_authenticationRequired"


def someone_with_a_cart(site):
    customer, product = a_customer(site.shop), a_product(site.staff, stock=HAD)
    put_in_cart(customer, product, 2)
    return customer, product


def placed(customer, method="pm_card_visa"):
    key = unique("key")
    return data(insist_on(lambda: place(customer, method, key), 201))


def check_only_order(customer, order, how):
    """Check the customer's only order. how: its status, or why it was rejected."""
    same([(each["id"], outcome(each)) for each in orders_of(customer)], [(order["id"], how)])


def check_bought_once(site, customer, product, order):
    check_only_order(customer, order, "confirmed")
    same(stock_of(site.staff, product), {"available": HAD - 2, "reserved": 0, "sold": 2})
    same(intents_of(site, order), ["succeeded"])


def check_not_bought(site, customer, product, order, reason):
    check_only_order(customer, order, reason)
    same(stock_of(site.staff, product), {"available": HAD, "reserved": 0, "sold": 0})


def intents_of(site, order):
    """The states of all payment intents for the order."""
    intents = site.provider.intents()
    return [each["status"] for each in intents if each["metadata"]["order_id"] == order["id"]]


@reaches("place_order", "store_reference", "confirm_order")
@reaches("provider.create", "provider.confirm")
def buying(site, committed):
    customer, product = someone_with_a_cart(site)
    yield "shop"
    order = placed(customer)
    yield
    check_bought_once(site, customer, product, order)


@reaches("sandbox.create", "sandbox.confirm")
def buying_from_a_provider_that_dies(site, committed):
    customer, product = someone_with_a_cart(site)
    yield "sandbox"
    order = placed(customer)
    yield
    check_bought_once(site, customer, product, order)


@reaches("put_off")
def buying_while_the_provider_is_away(site, committed):
    customer, product = someone_with_a_cart(site)
    site.provider.switch(outage={"calls": ["create"], "times": 1})
    yield "shop"
    order = placed(customer)
    yield
    check_bought_once(site, customer, product, order)


@reaches("release_leases")
def starting_with_an_open_order(site, committed):
    customer, product = someone_with_a_cart(site)
    site.provider.switch(outage=True)
    order = placed(customer)
    yield "shop"
    site.kill("shop")
    site.provider.reset_switches()
    yield
    check_bought_once(site, customer, product, order)


@reaches("reject_order")
def buying_without_money(site, committed):
    customer, product = someone_with_a_cart(site)
    yield "shop"
    order = placed(customer, "pm_card_visa_chargeDeclined")
    yield
    check_not_bought(site, customer, product, order, "payment_declined")


@reaches("provider.cancel")
def buying_with_a_card_that_needs_its_owner(site, committed):
    customer, product = someone_with_a_cart(site)
    yield "shop"
    order = placed(customer, NEEDS_ACTION)
    yield
    check_not_bought(site, customer, product, order, "payment_declined")
    same(intents_of(site, order), ["canceled"])


@reaches("sandbox.cancel")
def a_provider_that_dies_over_such_a_card(site, committed):
    customer, product = someone_with_a_cart(site)
    yield "sandbox"
    order = placed(customer, NEEDS_ACTION)
    yield
    check_not_bought(site, customer, product, order, "payment_declined")
    same(intents_of(site, order), ["canceled"])


def _cancelling(site, part):
    customer, product = a_customer(site.shop), a_product(site.staff, stock=HAD)
    order = settled(customer, an_order(customer, product, 2))
    yield part
    insist_on(lambda: cancel(customer, order), 202)
    yield
    check_only_order(customer, order, "cancelled")
    same(stock_of(site.staff, product), {"available": HAD, "reserved": 0, "sold": 0})


@reaches("cancel_order", "lease_order", "finish_cancelling", "provider.read", "provider.refund")
def cancelling(site, committed):
    return _cancelling(site, "shop")


@reaches("sandbox.refund")
def cancelling_with_a_provider_that_dies(site, committed):
    return _cancelling(site, "sandbox")


@reaches("shipment")
def shipping(site, committed):
    customer, product = a_customer(site.shop), a_product(site.staff)
    order = an_order_that_is("confirmed", site.staff, customer, product)
    yield "shop"
    insist_on(lambda: ship(site.staff, order), 409 if committed else 200)
    yield
    same(order_of(customer, order)["shipment"], SHIPMENT)


@reaches("delivery")
def delivering(site, committed):
    customer, product = a_customer(site.shop), a_product(site.staff)
    order = an_order_that_is("shipped", site.staff, customer, product)
    yield "shop"
    insist_on(lambda: deliver(site.staff, order), 409 if committed else 200)
    yield
    check_only_order(customer, order, "delivered")
