"""Rounds in which the provider misbehaves: away, or dead after it has charged.

The patience of the shop is an hour; IMPATIENT rounds need one that waits PATIENCE seconds.
"""

import time
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass

from shop_rules import times
from tests.contract.lives import an_order_that_is, cancel
from tests.contract.readings import order_of
from tests.contract.steps import HEALED, a_customer, a_product, accepted, eventually

from .acts_of_orders import (
    NEEDS_ACTION,
    check_bought_once,
    check_not_bought,
    intents_of,
    placed,
    someone_with_a_cart,
)

PATIENCE = 2  # seconds


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
    _cut(site, call)
    order = placed(customer)

    def check():
        _check_cut(site, order, call)
        check_bought_once(site, customer, product, order)

    return check


def the_line_goes_dead_when_it_has_charged_and_the_shop_dies_too(site):
    customer, product = someone_with_a_cart(site)
    site.provider.switch(dead_line={"calls": ["confirm"], "times": 1}, outage={"calls": ["read"]})
    order = placed(customer)
    site.kill("shop")
    site.provider.reset_switches()
    return lambda: check_bought_once(site, customer, product, order)


def the_line_goes_dead_when_a_card_that_needs_its_owner_is_given_up(site):
    customer, product = someone_with_a_cart(site)
    _cut(site, "cancel")
    order = placed(customer, NEEDS_ACTION)

    def check():
        _check_cut(site, order, "cancel")
        check_not_bought(site, customer, product, order, "payment_declined")

    return check


def the_line_goes_dead_when_it_has_paid_back(site):
    customer, product = a_customer(site.shop), a_product(site.staff)
    order = an_order_that_is("confirmed", site.staff, customer, product)
    _cut(site, "refund")
    accepted(cancel(customer, order), 202)

    def check():
        _check_cut(site, order, "refund")
        assert order_of(customer, order)["status"] == "cancelled"

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
    assert {kept["status"], cancelled["status"]} == {"pending"}, (kept, cancelled)
    accepted(cancel(other, cancelled), 202)

    def check():
        check_bought_once(site, one, this, kept)
        assert order_of(other, cancelled)["status"] == "cancelled"

    return check


def it_is_killed_while_it_charges(site):
    return _kill_while_it_charges(site, "sandbox")


def it_and_the_shop_are_killed_while_it_charges(site):
    return _kill_while_it_charges(site, "sandbox", "shop")


def _kill_while_it_charges(site, *parts):
    customer, product = someone_with_a_cart(site)
    for part in parts:
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
    assert site.provider.intents()[0]["status"] == "requires_payment_method"


def it_is_away_for_longer_than_the_patience(site):
    customer, product = someone_with_a_cart(site)
    site.provider.switch(outage=True)
    order = placed(customer)
    _wait_until_impatient(site, customer, order, "create")
    site.provider.reset_switches()
    return lambda: _check_given_up(site, customer, product, order)


def it_does_not_take_the_cancel_either(site):
    customer, product = someone_with_a_cart(site)
    site.provider.switch(outage={"calls": ["confirm", "read", "cancel"]})
    order = placed(customer)
    _wait_until_impatient(site, customer, order, "cancel")
    site.provider.reset_switches()
    return lambda: _check_given_up(site, customer, product, order)


def the_line_goes_dead_when_it_is_given_up(site):
    customer, product = someone_with_a_cart(site)
    site.provider.switch(outage={"calls": ["confirm", "read"]})
    _cut(site, "cancel")
    order = placed(customer)
    eventually(lambda: _check_cut(site, order, "cancel"), HEALED)
    site.provider.reset_switches()
    return lambda: _check_given_up(site, customer, product, order)


def it_had_charged_long_before_the_shop_gives_up(site):
    """Then the cancel is refused, and the order is paid for."""
    customer, product = someone_with_a_cart(site)
    site.provider.switch(dead_line={"calls": ["confirm"]}, outage={"calls": ["read", "cancel"]})
    order = placed(customer)
    _wait_until_impatient(site, customer, order, "cancel")
    site.provider.reset_switches()
    return lambda: check_bought_once(site, customer, product, order)


def _wait_until_impatient(site, customer, order, call):
    """Until the shop has been refused that call after its patience was over; the order waits."""
    eventually(lambda: _check_old(customer, order), HEALED)
    before = len(_calls(site, order, call))

    def check():
        assert len(_calls(site, order, call)) > before, _calls(site, order, call)

    eventually(check, HEALED)
    assert order_of(customer, order)["status"] == "pending", order_of(customer, order)


def _check_old(customer, order):
    assert times.seconds_until(order["created_at"]) < -PATIENCE


def _check_given_up(site, customer, product, order):
    check_not_bought(site, customer, product, order, "payment_unavailable")
    assert intents_of(site, order) == ["canceled"]


def _cut(site, call):
    site.provider.switch(dead_line={"calls": [call], "times": 1})


def _check_cut(site, order, call):
    """It was done, nobody was told, and it was asked for again or looked up."""
    calls = _calls(site, order, call)
    assert [each["status"] for each in calls if not each["answered"]] == [200], calls


def _calls(site, order, call):
    """What the provider was asked for this order, oldest first: see Provider.requests."""
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
IMPATIENT = [
    it_is_away_for_longer_than_the_patience,
    it_does_not_take_the_cancel_either,
    the_line_goes_dead_when_it_is_given_up,
    it_had_charged_long_before_the_shop_gives_up,
]
