"""An edge that keeps images makes them near, and what isn't immutable goes stale in it.

The variant edge-cache is stage 1 behind an nginx that is near the buyers, 80 ms from the shop. Two
such shops are compared: one keeps what the shop allows, and of several who miss the same image one
asks the shop. The other keeps everything for a minute, and lets all ask.
"""

import random
import statistics
from collections import Counter
from contextlib import ExitStack
from functools import partial

from machinery import variants
from tests.contract.steps import a_customer
from tests.drivers import stage1
from tests.drivers.stage import AS_READERS

from . import edges
from .opened import must, running

NAME = "edge-cache"
SHOPS = {"allowed": {}, "everything": {"KEEPS": "everything", "COALESCE": "off"}}
ROUNDS, IMAGES, BUYERS, TIMES = 5, 10, 20, 20
VISITS, THUMBS, FULL = 20, 25, 5  # as in chapter 1: a visit reads 30 images
TAKES = "about 3 minutes"


def shown():
    with ExitStack() as opened:
        shops = {keeps: opened.enter_context(shop) for keeps, shop in shops_of().items()}
        good, careless = (edges.Edge(*shops[keeps]) for keeps in SHOPS)
        yield f"{ROUNDS} rounds, the middle one (from … to …)"
        yield from times(good)
        yield from visits(good)
        yield from misses({"one for all": good, "each": careless})
        yield from replaced(good, careless)
        yield from strangers(good, careless)
        yield from outage(good)


def shops_of():
    """{what it keeps: a shop, not yet open}"""
    copy = variants.ready(NAME)
    env = AS_READERS | {"PYTHONPATH": str(copy / "shared")}
    opened = partial(running, stage1, db="postgres", source=copy / stage1.SOURCE.name)
    return {keeps: opened(env=env | more) for keeps, more in SHOPS.items()}


def times(edge):
    """A first and a second request of each connection, to the shop, through the distance, and
    to an edge that has nothing at first."""
    paths, rounds = edge.paths("full")[:IMAGES], []
    for _ in range(ROUNDS + 1):
        edge.purge("")
        near, far, here = ([each(path) for path in paths] for each in edge.ways())
        found = {"near the shop": [second for _, second in near]}
        found |= {"far, new connection": [first for first, _ in far]}
        found |= {"far, kept connection": [second for _, second in far]}
        found |= {"edge, miss": [first for first, _ in here]}
        found |= {"edge, hit": [second for _, second in here]}
        rounds.append({name: statistics.median(each) for name, each in found.items()})
    yield "ms until an image is there"
    for name in rounds[0]:
        yield spread(name, [each[name] for each in rounds[1:]], ".1f")  # the first warms up
    must(middle(rounds, "edge, hit") < middle(rounds, "edge, miss"), "A hit is no faster.")


def middle(rounds, name):
    return statistics.median(each[name] for each in rounds)


def spread(name, found, form):
    low, middle, high = min(found), statistics.median(found), max(found)
    return f"  {name:24}{middle:>8{form}}{f'({low:{form}} … {high:{form}})':>20}"


def visits(edge, by="the shop"):
    """Yields lines. Returns the share of hits."""
    chance, asked, found = random.Random(1), 0, Counter()
    edge.purge("")
    before = edge.shop_answered()
    yield f"visitors read {THUMBS + FULL} images each, and the edge is empty at first"
    for number in range(1, VISITS + 1):
        paths = chance.choices(edge.paths("thumb"), k=THUMBS)
        paths += chance.choices(edge.paths("full"), k=FULL)
        found.update(edge.kept(path) for path in paths)
        asked += len(paths)
        if number in (1, 5, VISITS):
            reached = edge.shop_answered() - before
            must(reached == asked - found["HIT"], "The shop answered what the edge had.")
            hits = found["HIT"] / asked
            who = f"visitors 1 to {number}" if number > 1 else "visitor 1"
            yield f"  {who:20}{asked:>5} images{hits:>6.0%} hits{reached:>5} by {by}"
    return hits


def misses(shops):
    yield f"{BUYERS} buyers ask at once for an image that no edge has: the middle one"
    for name, edge in shops.items():
        rounds = [edges.crowd(edge, edge.paths("full")[number], BUYERS) for number in range(ROUNDS)]
        yield spread(f"{name}, of the shop", [each.reached for each in rounds], ".0f")
        yield spread(f"{name}, ms", [each.middle for each in rounds], ".0f")
        reached = [each.reached for each in rounds]
        must((max(reached) == 1) == (name == "one for all"), f"{name}: {reached}")


def replaced(good, careless):
    yield f"an image is replaced {TIMES} times, and read right afterwards"
    found = {
        "by the address of the new image": (good, 0, edges.by_new_address),
        "by the address of the old image": (good, TIMES, edges.by_old_address),
        "by the product's id": (good, 0, edges.by_product),
        "by the product's id, kept for a minute": (careless, TIMES, edges.by_product),
    }
    for name, (edge, wanted, read) in found.items():
        stale, purged = edges.stale_of(edge, read, TIMES)
        must((stale, purged) == (wanted, 0), f"{name}: {stale} stale, {purged} after a purge.")
        yield f"  {name:40}{stale:>3} stale, {purged} after a purge"


def strangers(good, careless):
    yield f"{TIMES} accounts are read by their owners, and then by a stranger"
    for name, edge in {"what the shop allows": good, "everything": careless}.items():
        people = [a_customer(edge.shop) for _ in range(TIMES)]
        given = sum(edges.gives_away(edge, person) for person in people)
        must(given == (0 if edge is good else TIMES), f"{name}: {given} accounts given away.")
        yield f"  an edge that keeps {name:22}{given:>3} given away"


def outage(edge):
    paths = edge.paths("thumb")
    for path in paths:
        edge.kept(path)
    edge.stage.stop("shop")
    kept = sum(edge.status(path) == 200 for path in paths)
    product = edge.status(f"/products/{edge.products[0]['id']}")
    must((kept, product) == (len(paths), 503), f"{kept} images, and a product: {product}.")
    yield f"the shop is down: {kept} of {len(paths)} images are there, a product is not ({product})"
