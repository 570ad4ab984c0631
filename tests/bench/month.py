"""What each architecture costs a month, by how many orders there are.

Servers are paid for the busiest hour, functions for each use. Prices and assumptions about traffic
are in servers.toml and prices.toml; what an order takes of the processor is measured. Not counted:
storage, backups, logs, traffic to the internet, and people.
"""

import math
import tomllib
from dataclasses import dataclass
from pathlib import Path

HOURS = 730  # of a month, as cloud providers calculate
SECONDS = HOURS * 3600
KINDS = ("shop", "postgres", "redis")
REDIS_SERVERS = 2
LOOKS = {"a list of 20": 3, "a product": 5}  # of one visit
BUYING = {"put in the cart": 1, "place an order": 1}
STEP = 1.02  # how closely a crossing is looked for


@dataclass(frozen=True)
class Work:
    """Processor seconds of one order with the visits it takes, by kind of server."""

    shop: float
    postgres: float
    redis: float = 0.0
    megabytes: float = 0.0  # that one machine of the shop needs


def prices():
    return tomllib.loads(Path(__file__).with_name("servers.toml").read_text())


def operations(traffic):
    """{operation: how many} for each order, with the visits that end in none."""
    looks = {name: count * traffic["visits"] for name, count in LOOKS.items()}
    return looks | BUYING


def cores(orders, seconds, traffic):
    """Processors that the busiest hour asks for, each order taking so many seconds of them."""
    return orders / SECONDS * traffic["peak"] * seconds / traffic["busy"]


def cheapest(offers, needed, megabytes=0.0, most=math.inf, spare=0):
    """(dollars an hour, how many, of which) of the cheapest that have the cores: none too small for
    the memory, at most so many, and so many more to spare."""
    found = []
    for offer in offers:
        many = max(1, math.ceil(needed / offer["cores"]))
        if many <= most and offer.get("megabytes", megabytes) >= megabytes:
            found.append(((many + spare) * offer["hour"], many + spare, offer["name"]))
    if not found:
        raise ValueError(f"no offer has {needed:.1f} cores")
    return min(found)


def one_machine(orders, work, price):
    """Stage 1, with nothing to spare: more than one only if one is too weak."""
    return _monolith(orders, work, price, spare=0)


def with_a_spare(orders, work, price):
    """Stage 1, going on when one machine or the database's dies."""
    return _monolith(orders, work, price, spare=1)


def services(orders, work, price):
    """Stage 2 as in docs/running-for-real.md: a cluster, and going on when a machine dies."""
    shop, postgres, redis = (cores(orders, getattr(work, k), price["traffic"]) for k in KINDS)
    nodes = cheapest(price["machines"], shop, work.megabytes, spare=1)[0]
    a_database = cheapest(price["postgres"], postgres, most=1)[0]
    a_redis = cheapest(price["redis"], redis / REDIS_SERVERS)[0]
    hour = nodes + 2 * a_database + REDIS_SERVERS * a_redis
    return HOURS * (hour + price["load_balancer"]["hour"] + price["kubernetes"]["hour"])


def functions(orders, requests, rest, price):
    """Stage 3. requests: that reach the API for each order; rest: dollars of all else, each."""
    at_the_door = in_tiers(orders * requests, price["api_gateway"])
    return price["at_rest"]["month"] + at_the_door + orders * rest


def in_tiers(requests, tiers):
    """Dollars of so many, each tier at its own price."""
    paid, below = 0.0, 0
    for tier in tiers:
        within = max(0, min(requests, tier["up_to"]) - below)
        paid, below = paid + within * tier["request"], tier["up_to"]
    return paid


def crossing(cheap, dear, most=1e9):
    """The orders a month from which `cheap` is no longer cheaper, or None. Each: dollars(orders)"""
    orders = 1.0
    while orders <= most:
        if cheap(orders) > dear(orders):
            return orders
        orders *= STEP
    return None


def _monolith(orders, work, price, spare):
    shop = cores(orders, work.shop, price["traffic"])
    machines, many, _ = cheapest(price["machines"], shop, work.megabytes, spare=spare)
    database = cores(orders, work.postgres, price["traffic"])
    a_database = cheapest(price["postgres"], database, most=1)[0]
    balanced = price["load_balancer"]["hour"] if many > 1 else 0
    return HOURS * (machines + a_database * (1 + spare) + balanced)
