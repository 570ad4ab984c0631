"""Where the variant sharded-orders puts a buyer's orders, for its claim and its tests."""

from shop_rules import ids

from . import overlays

MANY = 20_000  # buyers


def owner(an_id, shards=(1, 2), how="rendezvous"):
    return HOW[how](an_id[-2:], shards)


def moved(how):
    """The share of buyers whose shard becomes another one with the third."""
    people = [ids.new_id() for _ in range(MANY)]
    return sum(owner(each, (1, 2), how) != owner(each, (1, 2, 3), how) for each in people) / MANY


def databases(stage):
    """The URLs of the shards, in their order."""
    secret = stage.secret("orders_database")
    ports = [stage.run["parts"][part]["port"] for part in ("postgres", "shard-2", "shard-3")]
    return [f"postgresql://orders:{secret}@127.0.0.1:{port}/orders" for port in ports]


_made = overlays.module("sharded-orders", "stage2-services/chassis/rendezvous.py")
HOW = {"rendezvous": _made.owner, "modulo": _made.modulo}
