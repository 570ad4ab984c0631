"""Rounds in which the provider is down for longer than the shop waits for it: PATIENCE seconds.

Then the shop gives the order up, but only once the provider has acknowledged the cancellation.
"""

from shop_rules import times
from tests.contract.steps import HEALED, eventually

from .acts import same
from .acts_of_orders import (
    check_bought_once,
    check_not_bought,
    check_only_order,
    intents_of,
    placed,
    someone_with_a_cart,
)
from .troubles import calls_for, check_cut, cut

PATIENCE = 2


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
    cut(site, "cancel")
    order = placed(customer)
    eventually(lambda: check_cut(site, order, "cancel"), HEALED)
    site.provider.reset_switches()
    return lambda: _check_given_up(site, customer, product, order)


def it_had_charged_long_before_the_shop_gives_up(site):
    """The provider then refuses to cancel, and the order is paid for."""
    customer, product = someone_with_a_cart(site)
    site.provider.switch(dead_line={"calls": ["confirm"]}, outage={"calls": ["read", "cancel"]})
    order = placed(customer)
    _wait_until_impatient(site, customer, order, "cancel")
    site.provider.reset_switches()
    return lambda: check_bought_once(site, customer, product, order)


def _wait_until_impatient(site, customer, order, call):
    """Wait until that call has failed after PATIENCE seconds; the order is still waiting."""
    eventually(lambda: _check_old(customer, order), HEALED)
    before = len(calls_for(site, order, call))

    def check():
        assert len(calls_for(site, order, call)) > before, calls_for(site, order, call)

    eventually(check, HEALED)
    check_only_order(customer, order, "pending")


def _check_old(customer, order):
    assert times.seconds_until(order["created_at"]) < -PATIENCE


def _check_given_up(site, customer, product, order):
    check_not_bought(site, customer, product, order, "payment_unavailable")
    same(intents_of(site, order), ["canceled"])


IMPATIENT = [
    it_is_away_for_longer_than_the_patience,
    it_does_not_take_the_cancel_either,
    the_line_goes_dead_when_it_is_given_up,
    it_had_charged_long_before_the_shop_gives_up,
]
