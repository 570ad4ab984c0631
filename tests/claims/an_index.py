"""An index finds a page of a large table without reading the table; not every query has one.

The shop's own tables and queries, on both of its databases, with 50,000 generated products.
"""

import statistics
import time
from pathlib import Path
from tempfile import TemporaryDirectory

import sqlalchemy as sa

from local import postgres
from shop.catalog import search, store
from shop_rules import ids, times

from .opened import must

PRODUCTS, PAGE, ROUNDS = 50_000, 20, 5
EXPLAIN = {"sqlite": "EXPLAIN QUERY PLAN ", "postgresql": "EXPLAIN (COSTS OFF) "}
CHEAPEST = dict.fromkeys(["q", "category", "min_price", "max_price"]) | {"sort": "price"}
WITH_A_WORD = {**CHEAPEST, "q": "pot 49999"}


def shown():
    with TemporaryDirectory() as folder:
        yield from on("SQLite", f"sqlite:///{folder}/shop.db")
        with postgres.running(Path(folder) / "postgres") as url:
            yield ""
            yield from on("PostgreSQL", url.replace("postgresql", "postgresql+psycopg", 1))


def on(name, url):
    engine = sa.create_engine(url)
    with engine.begin() as tx:
        fill(tx)
        cheapest = f"{name}, the {PAGE} cheapest of {PRODUCTS:,} products"
        indexed = yield from of(tx, cheapest, CHEAPEST)
        yield from of(tx, f"{name}, the one with a word in its name", WITH_A_WORD)
        tx.execute(sa.text("DROP INDEX products_by_price"))
    engine.dispose()  # and the plans that a connection caches
    with engine.begin() as tx:
        bare = yield from of(tx, f"{name}, the {PAGE} cheapest, the index dropped", CHEAPEST)
    engine.dispose()
    yield f"  {bare / indexed:.0f} times as long"
    must(bare > 2 * indexed, f"{name} is as fast without the index.")


def fill(tx):
    store.products.create(tx)
    tx.execute(sa.insert(store.products), [a_product(number) for number in range(PRODUCTS)])
    tx.execute(sa.text("ANALYZE"))


def a_product(number):
    """A product with a random price, as in a real shop."""
    name, price = f"Teapot {number}", number * 7919 % 10_000 + 1
    return {
        "id": ids.new_id(),
        "name": name,
        "name_key": name.lower(),
        "description": "Holds a litre.",
        "category": "tests",
        "price": price,
        "version": 1,
        "archived": False,
        "updated_at": times.now(),
    }


def of(tx, title, asked):
    """Yields a query's title, its time and the database's plan; returns the milliseconds."""
    took = statistics.median(milliseconds(tx, asked) for _ in range(ROUNDS))
    yield f"{title}: {took:.2f} ms"
    statement, values = sent(tx, asked)
    for row in tx.exec_driver_sql(EXPLAIN[tx.dialect.name] + statement, values):
        yield f"  {row[-1]}"
    return took


def milliseconds(tx, asked):
    started = time.perf_counter()
    search.find(tx, asked, PAGE, None)
    return (time.perf_counter() - started) * 1000


def sent(tx, asked):
    """The query that the shop sends for this: (statement, values)."""
    seen = []

    def note(_connection, _cursor, statement, values, *_):
        seen.append((statement, values))

    sa.event.listen(tx, "before_cursor_execute", note)
    search.find(tx, asked, PAGE, None)
    sa.event.remove(tx, "before_cursor_execute", note)
    return seen[0]
