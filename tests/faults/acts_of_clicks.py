"""The acts on events of visitors."""

from tests.contract.clicks import enough, of, uploads
from tests.contract.steps import HEALED, a_customer, a_product, accepted, eventually

from .acts import reaches, same
from .insist import insist_on


@reaches("count_clicks")
def sending_events(site, committed):
    """Each counts once, whatever died, and however often its sender tried."""
    product, found = _more_than_any(site)
    yield "shop"
    for events in found:
        _insist(site.shop, events)
    yield
    _check_counted(site, product, found)


@reaches("visitor_key")
def sending_events_as_a_person(site, committed):
    """They count once, and with the account goes the key that stands for the person."""
    product, found = _more_than_any(site)
    customer = a_customer(site.shop)
    yield "shop"
    for events in found:
        _insist(customer, events)
    yield
    _check_counted(site, product, found)
    accepted(customer.delete(customer.path), 204)
    same(customer.post("/events", {"events": found[0]}).status_code, 401)


def _insist(sender, events):
    """sender: the shop, or a person."""
    insist_on(lambda: sender.call("POST", "/events", json={"events": events}), 202)


def _more_than_any(site):
    product = a_product(site.staff, stock=0)
    return product, uploads(product["id"], enough(site.staff))


def _check_counted(site, product, found):
    def check():
        same(of(site.staff, product, window="24h"), sum(len(events) for events in found))

    eventually(check, HEALED)  # a function that failed gets its message again after 75 s
