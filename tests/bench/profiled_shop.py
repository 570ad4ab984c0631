"""Stage 1 in this process, under Python's profiler: `python -m tests.bench.profiled_shop FILE 200`.

It takes database and provider from the environment, makes so many requests of each kind, and writes
{kind: [function]} as JSON. Only what happens inside the WSGI application is counted.
https://docs.python.org/3/library/profile.html
"""

import cProfile
import json
import pstats
import sys
import time
from contextlib import contextmanager
from pathlib import Path

from tests.drivers.stage import ROOT

ACTS = ("read a product", "list 20 products", "read an order", "fill a cart and place an order")


class Profiled:
    """A WSGI application whose calls are profiled while `on` holds a profile."""

    def __init__(self, application):
        self.application, self.on = application, None

    def __call__(self, environ, start_response):
        if self.on is None:
            return self.application(environ, start_response)
        self.on.enable()
        try:
            return [b"".join(self.application(environ, start_response))]
        finally:
            self.on.disable()

    @contextmanager
    def profile(self):
        self.on = cProfile.Profile(time.thread_time)
        yield self.on
        self.on = None


def main(file, rounds):
    from shop import app, sweep
    from shop_rules import ids
    from tests.stage1.person import Person, a_product, data, place, put_in_cart

    sweep.start = lambda: None  # that of the shop itself runs
    shop = app.create_app()
    shop.wsgi_app = profiled = Profiled(shop.wsgi_app)
    client = shop.test_client()
    staff = Person.seeded(client, "staff")
    customer = Person.new(client, email=f"{ids.new_id()}@example.org")
    products = [a_product(staff, stock=1_000_000) for _ in range(20)]

    def buy():
        put_in_cart(customer, products[0])
        return data(place(customer, headers={"Idempotency-Key": ids.new_id()}), 201)

    order = f"/orders/{buy()['id']}"
    acts = [
        lambda: data(client.get(f"/api/v1/products/{products[0]['id']}")),
        lambda: data(client.get("/api/v1/products?limit=20")),
        lambda: data(customer.get(order)),
        buy,
    ]
    found = {}
    for name, act in zip(ACTS, acts, strict=True):
        act()
        with profiled.profile() as profile:
            for _ in range(int(rounds)):
                act()
        found[name] = list(entries_of(profile))
    Path(file).write_text(json.dumps(found), "utf-8")


def entries_of(profile):
    """[{"name", "package", "own": seconds, "all": seconds with its calls}]

    What is built into Python counts as the package's that called it.
    """
    for (file, line, name), (_, _, own, whole, callers) in pstats.Stats(profile).stats.items():
        if file != "~":
            whose = package(file)
            where = f"{whose}: {name} ({Path(file).name}:{line})"
            yield {"name": where, "package": whose, "own": own, "all": whole}
            continue
        for (caller, *_), (_, _, by_it, whole_of_it) in callers.items():
            whose = package(caller)
            where = f"{whose}: {name.strip('<>')}"
            yield {"name": where, "package": whose, "own": by_it, "all": whole_of_it}


def package(file):
    """Whose code a file is: a folder of this project, a library, or Python's own."""
    parts = Path(file).parts
    if "site-packages" in parts:
        return parts[parts.index("site-packages") + 1].removesuffix(".py")
    if Path(file).is_relative_to(ROOT):
        return Path(file).relative_to(ROOT).parts[1]
    return "python"


if __name__ == "__main__":
    main(*sys.argv[1:])
