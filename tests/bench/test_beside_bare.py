"""The bench of stage 1 beside a bare route, on a small shop."""

import json

import pytest

from tests.layout.house import ROOT

from . import beside_bare, sites
from .whole import Size

TINY = Size(seconds=0.2, rounds=1, orders=1, bare_rounds=2, products=100, profiled=1)


READS = {
    "stage 1: read a product": "/products/{product}",
    "stage 1: list 20 products": "/products",
    "stage 1: list orders": "/orders",
}
ORDER = "stage 1: fill a cart, place an order, have it confirmed"


@pytest.fixture(scope="module")
def site():
    with sites.running("stage 1") as site:
        yield site


def counted(steps, kind):
    return sum(kind in step for step in steps)


def test_a_request_takes_as_many_statements_as_the_page_says(site, tmp_path):
    page = (ROOT / "docs/how-fast.md").read_text("utf-8")
    paths = {name: path.format(product=site.product["id"]) for name, path in READS.items()}
    file = str(tmp_path / "steps.json")
    found = beside_bare.recorded(beside_bare.in_its_place(site), file, paths, buyers=1)
    takes = {name: json.loads(text) for name, text in found["reads"].items()}
    [(text, _)] = found["orders"]
    takes[ORDER] = json.loads(text)
    for name, steps in takes.items():
        row = next(line for line in page.splitlines() if line.startswith(f"| {name} |"))
        statements, commits = row.split("|")[3:5]
        assert (int(statements), int(commits)) == (counted(steps, "sql"), counted(steps, "commit"))
    assert counted(takes[ORDER], "call") == 2


def test_reads_and_orders_stand_beside_their_statements_bare(site):
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
