"""Every list is read by an index that was made for it: nothing is sorted, nothing is passed over.

SQLite chooses without statistics here, as in a shop that has never gathered any.
"""

import pytest
import sqlalchemy as sa

from shop import db
from shop.catalog import search

ANY = dict.fromkeys(("q", "category", "min_price", "max_price"))


@pytest.fixture
def plan(open_shop):
    """plan(asked) is what the database says that it would do for a list of products."""
    open_shop()

    def explained(asked):
        sent = []
        with db.reading() as tx:
            sa.event.listen(tx, "before_cursor_execute", lambda *seen: sent.append(seen[2:4]))
            search.find(tx, asked, 20, None)
            statement, values = sent[-1]  # the first is BEGIN
            rows = tx.exec_driver_sql(f"EXPLAIN QUERY PLAN {statement}", values)
            return "; ".join(row[-1] for row in rows)

    return explained


@pytest.mark.parametrize(
    "sort, index",
    [
        ("newest", "products_newest"),
        ("name", "products_by_name"),
        ("price", "products_by_price"),
        ("-price", "products_by_price"),
    ],
)
def test_a_list_is_in_the_order_of_its_index(plan, sort, index):
    assert plan({**ANY, "sort": sort}) == f"SEARCH products USING INDEX {index} (archived=?)"


def test_of_a_category_nothing_else_is_read(plan):
    said = plan({**ANY, "category": "Mugs", "sort": "newest"})
    assert "USING INDEX products_by_category (category=? AND archived=?)" in said
    assert "ORDER BY" not in said
