"""A read by its id saves a query and is never older than the last write; a list may be.

Three copies of the catalog. Server-Timing shows which reads queried the database. A list's age is
how long any copy still returned the old price. While the cache is down nothing can be stored or
invalidated in it: a product is not changed then, and a new one is announced to no copy.
"""

import time

from tests.contract.steps import LISTED, accepted
from tests.drivers import stage2

from .lost_update import put, wanted
from .opened import must, running
from .server_timing import database, database_in_words
from .services import away

COPIES, READS, CHANGES = 3, 6, 10


def shown():
    with running(stage2) as (site, staff):
        site.stage.scale("catalog", COPIES)
        path = f"/products/{site.product['id']}"
        yield f"{'':44}{'status':>7}{'database':>12}"
        staff.get(path)
        yield row("a product that was read before", kept := staff.get(path))
        found = [changed(site, staff, path, 1000 + number) for number in range(CHANGES)]
        stale, age = sum(each[0] for each in found), max(each[1] for each in found)
        yield row("… just after it was changed", new := staff.get(path))
        yield f"read by its id just after a change: {CHANGES * READS} times, {stale} of them old"
        yield f"a list after a change: old for {age:.2f} s at most; allowed are {LISTED} s"
        with away(site.stage, "cache"):
            yield row("a product, while the cache is down", bare := staff.get(path))
            tag = bare.headers["ETag"]
            yield row("… and its change", refused := put(staff, path, wanted(site.product), tag))
            told_nobody = added(site, staff, 2000)
        yield f"a list, with no message about the change: old for {told_nobody:.2f} s"
        spared = not database(kept) and not database(new)
        must(spared and database(bare), "The cache saves nothing.")
        must(refused.status_code == 503, "What others may read in the cache was changed.")
        must(not stale and max(age, told_nobody) < LISTED, "Something was older than promised.")


def changed(site, staff, path, price):
    """(reads by id with the old price, seconds for which some list had it)"""
    remember_the_list(site)
    tag = staff.get(path).headers["ETag"]
    must(put(staff, path, wanted(site.product, price=price), tag).ok, "It can't be changed.")
    at = time.monotonic()
    return sum(price != told(staff.get(path)) for _ in range(READS)), age_of_a_list(site, price, at)


def added(site, staff, price):
    """Seconds for which some list lacked a new product."""
    remember_the_list(site)
    accepted(staff.post("/products", wanted(site.product, price=price)), 201)
    return age_of_a_list(site, price, time.monotonic())


def remember_the_list(site):
    """Make each copy cache the current list."""
    for _ in range(2 * COPIES):
        newest_price(site)


def age_of_a_list(site, price, changed):
    """Seconds after the change for which some copy still returned an older price."""
    last_old, new_in_a_row = changed, 0
    while new_in_a_row < 2 * COPIES:
        must(time.monotonic() - changed < 2 * LISTED, "A list never tells the new price.")
        new_in_a_row += 1
        if newest_price(site) != price:
            last_old, new_in_a_row = time.monotonic(), 0
    return last_old - changed


def newest_price(site):
    listed = site.shop.call("GET", "/products", params={"limit": 1})
    return accepted(listed)[0]["price"]


def row(what, answer):
    return f"{what:44}{answer.status_code:>7}{database_in_words(answer):>12}"


def told(answer):
    return answer.json()["data"]["price"]
