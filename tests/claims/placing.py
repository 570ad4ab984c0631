"""Where the variant sharded-orders puts a buyer's orders, for its claim and its tests."""

import importlib.util

from shop_rules import ids
from tests.layout.house import ROOT

FILE = "docs/variants/sharded-orders/overlay/stage2-services/chassis/rendezvous.py"
MANY = 20_000  # buyers


def module():
    """The variant's chassis/rendezvous.py, which imports nothing of the shop's."""
    found = importlib.util.spec_from_file_location("rendezvous_of_the_variant", ROOT / FILE)
    made = importlib.util.module_from_spec(found)
    found.loader.exec_module(made)
    return made


def owner(an_id, shards=(1, 2), how="rendezvous"):
    return HOW[how](an_id[-2:], shards)


def moved(how):
    """The share of buyers whose shard becomes another one with the third."""
    people = [ids.new_id() for _ in range(MANY)]
    return sum(owner(each, (1, 2), how) != owner(each, (1, 2, 3), how) for each in people) / MANY


_made = module()
HOW = {"rendezvous": _made.owner, "modulo": _made.modulo}
