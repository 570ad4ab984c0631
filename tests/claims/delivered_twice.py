"""Each event may be delivered twice and in any order: the books still balance.

Some orders end in different ways. Then every event is delivered once more, shuffled, to the
functions that consume it. Clients must see the same as before.
"""

from collections import Counter
from pathlib import Path
from tempfile import TemporaryDirectory

from tests.contract.lives import an_order_that_is
from tests.contract.readings import order_of, stock_of
from tests.contract.steps import LATER, a_customer, a_product, eventually
from tests.drivers.aws import client_of
from tests.faults import functions, site
from tests.trace import cloudwatch

ENDS = ("confirmed", "rejected", "cancelled")
CONSUMERS = ("RelayOrders", "SettleOrder", "NoteStock")


def shown():
    with TemporaryDirectory() as folder:
        with site.running("3", "dynamodb", Path(folder) / "data") as shop:
            yield from redelivered(shop)


def redelivered(shop):
    product = a_product(shop.staff, stock=10)
    people = {status: a_customer(shop.shop) for status in ENDS}
    orders = [an_order_that_is(end, shop.staff, who, product) for end, who in people.items()]
    shop.wait_for_rest()
    before, ran = all_about(shop, orders, product), runs(shop)
    yield f"before: {in_words(before)}"
    functions.tell_again(shop)
    delivered = eventually(lambda: delivered_since(shop, ran), LATER)
    yield "redelivered: " + ", ".join(f"{delivered[name]} × {name}" for name in CONSUMERS)
    shop.check_books()
    after = all_about(shop, orders, product)
    yield f"after:  {in_words(after)}"
    yield "The five books balance, and no customer got a second message or charge."
    if after != before:
        raise SystemExit("An event that was delivered twice had two effects.")


def all_about(shop, orders, product):
    """(the orders, the stock) as clients see them"""
    return [order_of(shop.staff, order) for order in orders], stock_of(shop.staff, product)


def in_words(about):
    orders, stock = about
    found = ", ".join(order["status"] for order in orders)
    return f"{found}; " + ", ".join(f"{count} {name}" for name, count in stock.items())


def runs(shop):
    """{function: number of events in its log}"""
    found = Counter()
    for each in cloudwatch.invocations(client_of(shop.stage, "logs")):
        found[each.function] += sum(line["event"] == "event" for line in each.lines)
    return found


def delivered_since(shop, before):
    """The events logged since then, once each function has logged some."""
    delivered = runs(shop) - before
    assert all(delivered[name] for name in CONSUMERS), delivered
    return delivered
