"""Rounds in which the provider misbehaves: it is down, or its response after a charge is lost."""

import time
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass

from tests.contract.lives import an_order_that_is, cancel
from tests.contract.steps import HEALED, a_customer, a_product, accepted, eventually

from .acts import same
from .acts_of_orders import (
    NEEDS_ACTION,
    check_bought_once,
    check_not_bought,
    check_only_order,
    placed,
    someone_with_a_cart,
)


@dataclass
class Round:
    trouble: str
    orders: int
    to_rest: float  # seconds from its beginning

    def __str__(self):
        return f"{self.trouble}; at rest after {self.to_rest:.1f} s; books ok"


def suffer(trouble, site):
    begun = time.monotonic()
    check = trouble(site)
    site.wait_for_rest()
    to_rest = time.monotonic() - begun
    orders = site.check_books()
    check()
    return Round(trouble.__name__.replace("_", " "), len(orders), to_rest)


def the_line_goes_dead_when_the_intent_is_made(site):
    return _buy_with_a_dead_line(site, "create")


def the_line_goes_dead_when_it_has_charged(site):
    return _buy_with_a_dead_line(site, "confirm")


def _buy_with_a_dead_line(site, call):
    customer, product = someone_with_a_cart(site)
    cut(site, call)
    order = placed(customer)

    def check():
        check_cut(site, order, call)
        check_bought_once(site, customer, product, order)

    return check


def the_line_goes_dead_when_it_has_charged_and_the_shop_dies_too(site):
    customer, product = someone_with_a_cart(site)
    site.provider.switch(dead_line={"calls": ["confirm"], "times": 1}, outage={"calls": ["read"]})
    order = placed(customer)
    eventually(lambda: check_cut(site, order, "confirm"), HEALED)
    site.kill("shop")
    site.provider.reset_switches()
    return lambda: check_bought_once(site, customer, product, order)


def the_line_goes_dead_when_a_card_that_needs_its_owner_is_given_up(site):
    customer, product = someone_with_a_cart(site)
    cut(site, "cancel")
    order = placed(customer, NEEDS_ACTION)

    def check():
        check_cut(site, order, "cancel")
        check_not_bought(site, customer, product, order, "payment_declined")

    return check


def the_line_goes_dead_when_it_has_paid_back(site):
    customer, product = a_customer(site.shop), a_product(site.staff)
    order = an_order_that_is("confirmed", site.staff, customer, product)
    cut(site, "refund")
    accepted(cancel(customer, order), 202)

    def check():
        check_cut(site, order, "refund")
        check_only_order(customer, order, "cancelled")

    return check


def it_is_in_trouble_while_orders_are_placed(site):
    site.provider.switch(outage=True)
    check = _buy_while_it_is_away(site)
    site.provider.reset_switches()
    return check


def nobody_is_there_while_orders_are_placed(site):
    site.stage.stop("sandbox")
    check = _buy_while_it_is_away(site)
    site.stage.start("sandbox")
    return check


def nobody_is_there_and_the_shop_dies_meanwhile(site):
    site.stage.stop("sandbox")
    check = _buy_while_it_is_away(site)
    site.kill("shop")
    site.stage.start("sandbox")
    return check


def _buy_while_it_is_away(site):
    (one, this), (other, _) = someone_with_a_cart(site), someone_with_a_cart(site)
    kept, cancelled = placed(one), placed(other)
    same([kept["status"], cancelled["status"]], ["pending"] * 2)
    eventually(lambda: _check_tried(one, kept), HEALED)
    eventually(lambda: _check_tried(other, cancelled), HEALED)
    accepted(cancel(other, cancelled), 202)

    def check():
        check_bought_once(site, one, this, kept)
        check_only_order(other, cancelled, "cancelled")

    return check


def _check_tried(customer, order):
    """Check that the shop tried to charge; in stage 2 that happens after the response."""
    same(customer.get(f"/orders/{order['id']}/payment").status_code, 200)


def it_is_killed_while_it_charges(site):
    return _kill_while_it_charges(site, "sandbox")


def it_and_the_shop_are_killed_while_it_charges(site):
    return _kill_while_it_charges(site, "sandbox", "shop")


def _kill_while_it_charges(site, *parts):
    customer, product = someone_with_a_cart(site)
    for part in [each for name in parts for each in site.called(name)]:
        site.let_live(part)
    site.provider.switch(latency_ms={"value": 1000, "calls": ["confirm"], "times": 1})
    with ThreadPoolExecutor(1) as other:
        placing = other.submit(placed, customer)
        eventually(lambda: _check_intent_is_made(site), HEALED, 0.01)
        for part in parts:
            site.kill(part)
        order = placing.result()
    return lambda: check_bought_once(site, customer, product, order)


def _check_intent_is_made(site):
    same(site.provider.intents()[0]["status"], "requires_payment_method")


def cut(site, call):
    site.provider.switch(dead_line={"calls": [call], "times": 1})


def check_cut(site, order, call):
    """Check that a call took effect, its response was lost, and the shop retried or read it."""
    calls = calls_for(site, order, call)
    same([each["status"] for each in calls if not each["answered"]], [200])


def calls_for(site, order, call):
    """The provider's calls for this order, oldest first: see Provider.requests."""
    calls = [each for each in site.provider.requests() if each["call"] == call]
    return [each for each in calls if (each["idempotency_key"] or "").endswith(order["id"])]


TROUBLES = [
    the_line_goes_dead_when_the_intent_is_made,
    the_line_goes_dead_when_it_has_charged,
    the_line_goes_dead_when_it_has_charged_and_the_shop_dies_too,
    the_line_goes_dead_when_a_card_that_needs_its_owner_is_given_up,
    the_line_goes_dead_when_it_has_paid_back,
    it_is_in_trouble_while_orders_are_placed,
    nobody_is_there_while_orders_are_placed,
    nobody_is_there_and_the_shop_dies_meanwhile,
    it_is_killed_while_it_charges,
    it_and_the_shop_are_killed_while_it_charges,
]
