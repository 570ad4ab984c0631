"""One process is one crash for all: what takes one feature down takes all seven down."""

import time

import requests

from tests.contract.steps import HEALED, a_customer, an_order, at_once, eventually, settled, sign_in
from tests.drivers import stage1

from .opened import must, running

NO_ANSWER = "no answer"


def shown():
    with running(stage1) as (site, staff):
        asked = operations(site, staff)
        before = answers(asked)
        site.stage.kill("shop")
        killed, gone = time.monotonic(), answers(asked)
        eventually(lambda: check_all(asked, before), HEALED)
        away = time.monotonic() - killed
        yield f"{'':16}{'before':>8}{'killed':>12}{'back':>8}"
        for name in asked:
            yield f"{name:16}{before[name]:>8}{gone[name]:>12}{before[name]:>8}"
        yield f"down for {away:.1f} s"
        must(set(gone.values()) == {NO_ANSWER}, "Something was still answered.")


def operations(site, staff):
    """{feature: a request of it}"""
    person = a_customer(site.shop)
    order = settled(person, an_order(person, site.product))
    return {
        "accounts": lambda: sign_in(site.shop, person.email, person.password),
        "catalog": lambda: person.get("/products"),
        "inventory": lambda: staff.get(f"/products/{site.product['id']}/stock"),
        "cart": lambda: person.get(f"{person.path}/cart"),
        "orders": lambda: person.get(f"{person.path}/orders"),
        "payments": lambda: person.get(f"/orders/{order['id']}/payment"),
        "notifications": lambda: person.get(f"{person.path}/notifications"),
    }


def answers(asked):
    """{feature: status or NO_ANSWER}, all asked at the same moment."""
    return dict(
        zip(asked, at_once(*[lambda ask=ask: status(ask) for ask in asked.values()]), strict=True)
    )


def status(ask):
    try:
        return ask().status_code
    except requests.ConnectionError:
        return NO_ANSWER


def check_all(asked, expected):
    assert answers(asked) == expected
