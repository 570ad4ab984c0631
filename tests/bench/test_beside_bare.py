"""The bench of stage 1 beside a bare route, on a small shop."""

from . import beside_bare, sites
from .whole import Size

TINY = Size(seconds=0.2, rounds=1, orders=1, bare_rounds=2, products=100, profiled=1)


def test_reads_and_orders_stand_beside_their_statements_bare():
    with sites.running("stage 1") as site:
        tables = list(beside_bare.measured(site, TINY))
    small, large, orders = tables
    assert small.title.endswith("10 products, 100 orders")
    assert large.title.endswith("100 products, 1,000 orders")
    names = ["product", "list", "search", "order"]
    for table in (small, large):
        assert [row[0] for row in table.rows] == [f"GET {name}" for name in names]
    for row in (*small.rows, *large.rows, orders.rows[0]):
        lowest, highest = map(float, row[4].split(" to "))
        assert 0 < lowest <= float(row[3]) <= highest
    assert int(orders.rows[1][2]) > 0  # fdatasync
