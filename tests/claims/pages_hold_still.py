"""A cursor continues after the last page; a page number shows an entry twice when one is added.

A list is read in pages of three, newest first, and an entry is added between two pages. The page
by number is cut from the list as it then is: LIMIT 3 OFFSET 3.
"""

from tests.contract.pages import deltas, page, path_of
from tests.contract.steps import a_product, add_stock, listed
from tests.drivers import stage1

from .opened import must, running

SIZE = 3


def shown():
    with running(stage1) as (_, staff):
        product = a_product(staff, stock=0)
        path = path_of(product)
        for number in range(1, 2 * SIZE + 1):
            add_stock(staff, product, number)
        items, cursor = page(staff, path, limit=SIZE)
        first = deltas(items)
        yield row("the first page", first)
        add_stock(staff, product, 2 * SIZE + 1)
        yield row("meanwhile, one is added", [2 * SIZE + 1])
        by_cursor = deltas(page(staff, path, limit=SIZE, cursor=cursor)[0])
        yield row("the next page by its cursor", by_cursor)
        by_number = deltas(listed(staff, path))[SIZE : 2 * SIZE]
        yield row("the next page by its number", by_number)
        yield row("shown twice by the cursor", sorted(set(first) & set(by_cursor)))
        yield row("shown twice by the number", sorted(set(first) & set(by_number)))
        must(not set(first) & set(by_cursor), "The cursor's page shows an entry twice.")
        must(set(first) & set(by_number), "The numbered page shows none twice.")


def row(what, numbers):
    return f"{what:30}{' '.join(map(str, numbers)) or 'nothing'}"
