"""Rounds in which every message is delivered twice: events of the streams, and tasks."""

import time
from collections import Counter
from dataclasses import dataclass

from tests.contract.steps import LATER, eventually

from . import kills
from .acts_of_accounts import closing_an_account
from .acts_of_goods import adjusting_stock, sending_a_picture
from .acts_of_news import a_good_that_sells, news_of_stock, somebody_leaves
from .acts_of_orders import (
    buying,
    buying_while_the_provider_is_away,
    buying_with_a_card_that_needs_its_owner,
    buying_without_money,
    cancelling,
    delivering,
    shipping,
)
from .load import Market
from .queue_lost import connected

ENV = {"FAULTS_TWICE": "1"}
STREAMS = ("orders", "stock", "people")


@dataclass
class Round:
    act: str
    orders: int
    events: int
    to_rest: float  # seconds from asking

    def __str__(self):
        return f"{self.act}; {self.events} events were delivered twice; books ok"


def do(act, site):
    """Run an act without a crash."""
    begun, doing = time.monotonic(), act(site, committed=False)
    next(doing)
    next(doing)
    site.wait_for_rest()
    to_rest, orders = time.monotonic() - begun, site.check_books()
    next(doing, None)
    return _round(act.__name__.replace("_", " "), len(orders), site, to_rest)


def trade(site):
    """Place many orders at once."""
    done = kills.under_load(lambda _: None, Market(site), "twice")
    return _round("trading", done.orders, site, done.to_rest)


def _round(act, orders, site, to_rest):
    events = eventually(lambda: _check_told_twice(site), LATER)
    return Round(act, orders, events, to_rest)


def _check_told_twice(site):
    redis = connected(site)
    events = [fields for each in STREAMS for _, fields in redis.xrange(f"stream:{each}")]
    told = Counter(event["id"] for event in events)
    assert told and set(told.values()) == {2}, f"deliveries: {Counter(told.values())}"
    return len(told)


ACTS = [
    buying,
    buying_without_money,
    buying_with_a_card_that_needs_its_owner,
    buying_while_the_provider_is_away,
    cancelling,
    shipping,
    delivering,
    a_good_that_sells,
    news_of_stock,
    adjusting_stock,
    sending_a_picture,
    closing_an_account,
    somebody_leaves,
]
