"""In front of functions, an edge saves money too: an image that it has invokes no function.

The variant edge-cache-functions is stage 3 behind the edge of the variant edge-cache, 80 ms from
the shop, with a meter in its functions. Units are AWS's, and the time is this machine's. Prices:
tests/bench/prices.toml. The bytes that leave AWS are not counted, with or without an edge.
"""

from functools import partial

from machinery import variants
from tests.bench import bill, functions, metered
from tests.contract.steps import eventually, signed_in

from . import edges
from .edge_cache import BUYERS, FULL, ROUNDS, THUMBS, spread, times, visits
from .opened import must

NAME = "edge-cache-functions"
MANY = 1_000_000  # image views
THUMBNAILS_WITHIN = 120  # seconds: functions make them after the shop is open
TAKES = "about 5 minutes"


def shown():
    with opened() as site:
        edge = Edge(site, signed_in(site.shop, *site.stage.staff))
        eventually(edge.check_thumbnails, THUMBNAILS_WITHIN)
        yield f"{ROUNDS} rounds, the middle one (from … to …)"
        yield from times(edge)
        hits = yield from visits(edge, by="a function")
        yield from crowds(edge)
        views = dollars({size: edge.used(size) for size in ("thumb", "full")}, bill.prices())
        yield from costs(views, bill.prices()["cloudfront"]["request"] * MANY, hits)


def opened():
    return metered.running(variants.ready(NAME), catalog=None)


class Edge(edges.Edge):
    parts = ("door", "distance", "edge")

    def __init__(self, site, staff):
        super().__init__(site, staff)
        self._site = site

    def shop_answered(self):
        """How many requests functions have answered since the start: here all are for images."""
        return sum(map(is_answer, self._site.quiet().values()))

    def used(self, size):
        """bill.Used by a view of an image that no edge has."""
        views = [partial(way, path) for way in self.ways()[:1] for path in self.paths(size)]
        done = self._site.during(lambda: [view() for view in views])
        return bill.Used.of(done, sum(map(is_answer, done)))

    def check_thumbnails(self):
        assert all(self.status(path) == 200 for path in self.paths("thumb"))


def is_answer(invocation):
    """True if it has answered a request, and no event. On a busy machine its own lines may come
    after the one that ends it, and are not in it then."""
    return invocation.function == functions.API


def crowds(edge):
    yield f"{BUYERS} buyers ask at once for an image that no edge has: the middle one"
    for name, part, runs in (("edge", "edge", 1), ("no edge", "distance", BUYERS)):
        paths = edge.paths("full")[:ROUNDS]
        rounds = [edges.crowd(edge, path, BUYERS, part) for path in paths]
        yield spread(f"{name}, functions run", [each.reached for each in rounds], ".0f")
        yield spread(f"{name}, ms", [each.middle for each in rounds], ".0f")
        reached = [each.reached for each in rounds]
        must(set(reached) == {runs}, f"{name}: {reached} functions ran.")


def dollars(used, price):
    """{service: dollars} of so many image views without an edge. used: {size: bill.Used}"""
    found = {size: bill.costs(each, price) for size, each in used.items()}
    share = {"thumb": THUMBS / (THUMBS + FULL), "full": FULL / (THUMBS + FULL)}
    return {
        service: MANY * sum(share[size] * found[size][service] for size in share)
        for service in found["full"]
    }


def costs(views, at_the_edge, hits):
    """views: {service: dollars}, of each view that reaches the shop. at_the_edge: of them all."""
    whole = sum(views.values())
    reached = (1 - hits) * whole
    yield f"a million image views, {THUMBS} thumbnails to {FULL} full images, in dollars"
    parts = ", ".join(f"{name} {paid:.2f}" for name, paid in views.items() if paid)
    yield f"  {'without an edge':18}{whole:>6.2f}  ({parts})"
    parts = f"the edge {at_the_edge:.2f}, functions {reached:.2f}"
    yield f"  {'with an edge':18}{at_the_edge + reached:>6.2f}  ({parts}, {hits:.0%} hits)"
    yield f"an edge costs less than it saves from {at_the_edge / whole:.0%} hits on"
    must(at_the_edge + reached < whole, "An edge costs more than it saves.")
