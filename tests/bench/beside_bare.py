"""Stage 1 beside a bare route, in the same server, on the same database, that sends the same
statements: what is left of the difference is what the shop does around them.

Rounds alternate. Each ratio is that of one round, the one shown is the median, and beside it stand
the lowest and the highest.
"""

import itertools
import json
import os
import statistics
import subprocess
import sys
import tomllib
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory

import sqlalchemy as sa

from local import ports, server
from tests.contract.steps import a_customer
from tests.drivers import stage1

from . import load, machine, many
from .report import Table
from .shopper import Shopper
from .wire import Line

BUYERS, PEOPLE, OF_A_PRODUCT, A_TENTH = 4, 100, 10, 10
HEAD = ["", "the shop", "bare", "shop : bare", "lowest to highest"]


def measured(site, size):
    """Tables: a tenth of the products and orders first, and then all."""
    url = sa.make_url(site.stage.database_url).set(drivername="postgresql+psycopg")
    engine, there = sa.create_engine(url), {"products": 0, "orders": many.OPEN}
    with engine.begin() as tx:
        people = many.people(tx, PEOPLE)
    for count in (size.products // A_TENTH, size.products):
        paths = _grown(engine, count, people, there)
        with _bare(site, paths) as (url, token):
            yield _reads(site, url, token, paths, count, size)
            if count == size.products:
                yield _orders(site, url, size)
    engine.dispose()


def _grown(engine, count, people, there):
    """The paths that are read, in a shop of so many products; there: what it has already."""
    with engine.begin() as tx:
        products = many.products(tx, there["products"], count)
        first, last = there["orders"], many.OPEN + count * OF_A_PRODUCT  # none is to be settled
        orders = many.orders(tx, first, last, people)
    with engine.begin() as tx:
        tx.execute(sa.text("ANALYZE"))
    there |= {"products": count, "orders": last}
    return {
        "product": f"/products/{products[0]}",
        "list": "/products",
        "search": f"/products?q=pot+{count - 1}",
        "order": f"/orders/{orders[0]}",
    }


def in_its_place(site):
    """The environment of a program that works on the shop's database, with its provider."""
    env = os.environ | {"DATABASE_URL": site.stage.database_url, "DATA": str(site.stage.data)}
    return env | {"PAYMENT_URL": site.stage.provider, "PAYMENT_KEY": site.stage.provider_key}


def recorded(env, file, paths, buyers=BUYERS):
    """What bare_steps.py writes: the steps of reads of these paths, and of orders."""
    words = [sys.executable, "-m", "tests.bench.bare_steps", file, json.dumps(paths), str(buyers)]
    subprocess.run(words, env=env, check=True, stdout=subprocess.DEVNULL)
    return json.loads(Path(file).read_text("utf-8"))


@contextmanager
def _bare(site, paths):
    """(address of the bare server, a token of staff)"""
    port = ports.free()
    env = in_its_place(site)
    words = tomllib.loads((stage1.SOURCE / "parts.toml").read_text("utf-8"))["parts"]["shop"][
        "command"
    ]
    words = [word.format(python=sys.executable, port=port) for word in words]
    words[words.index("shop.app:create_server")] = "tests.bench.bare_server:create_server"
    with TemporaryDirectory() as folder:
        env["STEPS"] = str(Path(folder) / "steps.json")
        token = recorded(env, env["STEPS"], paths)["token"]
        with server.running(words, "/product", env=env, port=port):
            yield f"http://127.0.0.1:{port}", token


def _reads(site, url, token, paths, count, size):
    headers = {"Authorization": f"Bearer {token}"}
    rows = []
    for name, path in paths.items():
        whole = partial(load.reads, site.stage.url + path, size.seconds, headers=headers)
        bare = partial(load.reads, f"{url}/{name}", size.seconds)
        pairs = [(whole().rate, bare().rate) for _ in range(size.bare_rounds)]
        rows.append(_row(f"GET {name}", pairs))
    title = f"Reads a second beside the same statements bare: {count:,} products, "
    title += f"{count * OF_A_PRODUCT:,} orders"
    return Table(title, HEAD, rows, f"{load.CLIENTS} clients, each asks when it is answered.")


def _orders(site, url, size):
    people = itertools.cycle([a_customer(site.shop) for _ in range(BUYERS)])
    whole = partial(load.loop, lambda: Shopper(site, next(people)), Shopper.place)
    bare = partial(load.loop, lambda: Line(f"{url}/orders", method="POST"), _placed_bare)
    pairs = []
    for _ in range(size.bare_rounds):
        pairs.append((whole(size.seconds, BUYERS).rate, bare(size.seconds, BUYERS).rate))
    rows = [_row("orders confirmed a second", pairs)]
    syncs = f"{machine.syncs_a_second(site.stage.data, size.seconds):.0f}"
    rows.append(["fdatasync of 8 KB a second, one after another", "", syncs, "", ""])
    remark = (
        f"{BUYERS} buyers fill a cart and place an order: by two requests here, by one bare. Four "
    )
    remark += "commits, which wait for the disk, and two calls of the provider."
    return Table("Orders beside their statements and calls bare", HEAD, rows, remark)


def _placed_bare(line):
    if (status := line.ask()) != 201:
        raise RuntimeError(f"A bare order was answered with {status}")


def _row(name, pairs):
    ratios = sorted(whole / bare for whole, bare in pairs)
    whole, bare = (statistics.median(rates) for rates in zip(*pairs, strict=True))
    spread = f"{ratios[0]:.2f} to {ratios[-1]:.2f}"
    return [name, f"{whole:.0f}", f"{bare:.0f}", f"{statistics.median(ratios):.2f}", spread]
