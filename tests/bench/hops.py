"""How many requests one operation makes: each carries the trace id of the first, and is logged."""

import json
import secrets
import time
from collections import Counter

from tests.contract.steps import a_customer, new_key

from .checkout import Buyer, Placed

QUIET_SECONDS = 0.7
ADDRESS = {"line1": "12 St James's Square", "city": "London", "postal_code": "SW1Y 4JH"}
ADDRESS |= {"name": "Ada Lovelace", "country": "GB"}


def of_operations(site):
    """{operation: {service: requests it answered}}; with what follows after the answer."""
    person, product = a_customer(site.shop), f"/products/{site.product['id']}"
    cart = f"{person.path}/cart"
    order = {"payment_method": "pm_card_visa", "shipping_address": ADDRESS}
    operations = {
        "read a product": ("GET", product),
        "read its availability": ("GET", f"{product}/availability"),
        "read a cart": ("GET", cart),
        "put into the cart": ("PUT", f"{cart}/items/{site.product['id']}", {"quantity": 1}),
        "place an order": ("POST", f"{person.path}/orders", order),
        "read one's orders": ("GET", f"{person.path}/orders"),
    }
    return {name: _hops(site, person, *asked) for name, asked in operations.items()}


def _hops(site, person, method, path, *body):
    trace = secrets.token_hex(16)
    headers = {"traceparent": f"00-{trace}-{secrets.token_hex(8)}-01", **new_key()}
    answer = person.call(method, path, headers=headers, **({"json": body[0]} if body else {}))
    answer.raise_for_status()
    if path.endswith("/orders") and method == "POST":
        _settle(site, person, answer.json()["data"])
    return _logged(site.stage, trace)


def _settle(site, person, order):
    Buyer(site, person).wait(Placed(0, 0, order))


def _logged(stage, trace):
    """Once nothing is added any more."""
    found, before = _count(stage, trace), None
    while found != before:
        time.sleep(QUIET_SECONDS)
        found, before = _count(stage, trace), found
    return found


def _count(stage, trace):
    services = Counter()
    for log in (stage.data / "logs").glob("*.log"):
        lines = (line for line in log.read_text().splitlines() if trace in line)
        services.update(told["service"] for told in map(json.loads, lines) if _is_request(told))
    return dict(services)


def _is_request(told):
    return told["event"] == "request"
