"""A row of stage 1 is the same after it has moved to stage 2 and back, in every state."""

import pytest
from psycopg.types.json import Json

from . import made

IMPORTS = {"product_imports": ["import"], "product_import_chunks": ["import 000", "import 001"]}
FROM_STOCK = ("available", "stock_version", "sold")
STATES = {
    "plain": {},
    "archived": {"archived": True, "version": 7},
    "with a picture": {"picture": "pictures/p/1", "picture_type": "image/webp"},
    "with a thumbnail": {"picture": "pictures/p/1", "thumbnail_tried": "pictures/p/1"},
    "dear": {"price": 10**12, "description": "", "name": "Ça – 中文 😀", "name_key": "ça"},
}


@pytest.mark.parametrize("state", STATES)
def test_a_product_is_the_same_there_and_back(sides, files, state):
    sides.expand("catalog")
    made.product(sides.old, stock=(3, 1, 4), **STATES[state])
    before = made.rows(sides.old, "products")
    sides.carry("products")
    assert made.rows(sides.catalog, "products", *FROM_STOCK) == before
    sides.catalog.execute("INSERT INTO move_changes (follower, key) VALUES (%s, %s)", back(before))
    sides.hold("new")
    with sides.old.transaction():
        sides.old.execute("SET LOCAL move.follows = 'on'")
        sides.old.execute("DELETE FROM products")
    sides.carry("products_back")
    assert made.rows(sides.old, "products") == before


def back(rows):
    return ["products_back", rows[0]["id"]]


def test_a_product_goes_with_its_stock_and_what_is_sold_later_follows(sides):
    sides.expand("catalog")
    key = made.product(sides.old, stock=(3, 1, 4))
    sides.carry("products")
    assert counts(sides) == (3, 4)
    sides.old.execute("UPDATE stock SET available = 2, sold = 5 WHERE product_id = %s", [key])
    sides.carry("stock")
    assert counts(sides) == (2, 5)
    first = made.rows(sides.catalog, "products")[0]["stock_version"]
    sides.old.execute("UPDATE stock SET available = 1")
    sides.carry("stock")
    assert made.rows(sides.catalog, "products")[0]["stock_version"] > first


def test_stock_that_was_told_before_its_product_is_there_goes_with_the_product(sides):
    """So a product whose rows the followers carry in the wrong order still gets its count."""
    sides.expand("catalog")
    made.product(sides.old, stock=(3, 0, 0))
    sides.carry("stock", "products")
    assert counts(sides) == (3, 0)


def test_a_product_that_is_changed_there_keeps_what_its_stock_is(sides):
    sides.expand("catalog")
    key = made.product(sides.old, stock=(3, 0, 0))
    sides.carry("products", "stock")
    sides.old.execute("UPDATE stock SET available = 9")
    sides.old.execute("UPDATE products SET price = 1 WHERE id = %s", [key])
    sides.carry("products")
    assert counts(sides) == (3, 0)
    sides.carry("stock")
    assert counts(sides) == (9, 0)


def counts(sides):
    [row] = sides.catalog.execute("SELECT available, sold FROM products").fetchall()
    return row["available"], row["sold"]


def test_what_stage_2_writes_comes_back_without_what_only_stage_2_has(sides):
    sides.expand("catalog")
    key = made.product(sides.old)
    sides.carry("products")
    sides.hold("new")
    sides.catalog.execute("UPDATE products SET price = 5, version = 2 WHERE id = %s", [key])
    sides.carry("products_back")
    [row] = made.rows(sides.old, "products")
    assert (row["price"], row["version"]) == (5, 2)


def test_a_notification_goes_over_and_goes_with_its_reader(sides):
    sides.expand("notifications")
    reader = made.person(sides.old)
    made.notification(sides.old, reader, made.order(sides.old, reader))
    sides.carry("notifications")
    assert made.rows(sides.notifications, "notifications") == made.rows(sides.old, "notifications")
    sides.old.execute("DELETE FROM users WHERE id = %s", [reader])  # a cascade
    sides.carry("notifications")
    assert made.rows(sides.notifications, "notifications") == []


def test_a_picture_goes_before_the_row_that_names_it_and_the_one_before_it_goes_away(sides, files):
    disk, store = files
    disk.update({"pictures/p/1": b"1", "pictures/p/1.thumb": b"t", "pictures/p/2": b"2"})
    sides.expand("catalog")
    key = made.product(sides.old, picture="pictures/p/1", thumbnail_tried="pictures/p/1")
    sides.carry("products")
    assert store == {"pictures/p/1": b"1", "pictures/p/1.thumb": b"t"}
    sides.old.execute("UPDATE products SET picture = 'pictures/p/2' WHERE id = %s", [key])
    sides.carry("products")
    assert store == {"pictures/p/2": b"2"}


def test_a_picture_comes_back_and_a_row_without_a_new_one_carries_none(sides, files):
    disk, store = files
    sides.expand("catalog")
    key = made.product(sides.old)
    sides.carry("products")
    sides.hold("new")
    store["pictures/p/3"] = b"3"
    sides.catalog.execute("UPDATE products SET picture = 'pictures/p/3' WHERE id = %s", [key])
    sides.carry("products_back")
    assert disk == {"pictures/p/3": b"3"}
    disk.clear()
    sides.catalog.execute("UPDATE products SET price = 9 WHERE id = %s", [key])
    sides.carry("products_back")
    assert disk == {}


def test_a_product_that_was_cached_is_not_older_afterwards(sides, monkeypatch):
    """What stage 2 cached the last time it held must not be shown the next time."""
    from move.rows import catalog

    told = []
    monkeypatch.setattr(catalog.cache, "outdate", lambda *what: told.append(what))
    sides.expand("catalog")
    key = made.product(sides.old, version=3)
    sides.carry("products")
    sides.old.execute("UPDATE products SET version = 4 WHERE id = %s", [key])
    sides.carry("products")
    assert told == [("product", key, 3), ("product", key, 4)]


def test_an_import_is_the_same_there_and_back_whether_its_rows_wait_or_are_done(sides):
    sides.expand("catalog")
    row = {"line": 3, "id": None, "product": {"name": "Ça, 中文", "price": 5}, "error": ""}
    error = {"line": 2, "detail": "price: not a number"}
    add = "INSERT INTO product_imports VALUES ('import', 'person', 'key', 'digest')"
    sides.old.execute(add)
    add = "INSERT INTO product_import_chunks VALUES (%s, 'import', 2, %s, %s, %s)"
    sides.old.execute(add, ["import 000", Json([]), Json([error]), None])
    sides.old.execute(add, ["import 001", Json([row, row]), Json([]), "2026-11-20T11:22:00.000Z"])
    before = {table: made.rows(sides.old, table) for table in IMPORTS}
    sides.carry(*IMPORTS)
    assert {table: made.rows(sides.catalog, table) for table in IMPORTS} == before
    for table, keys in IMPORTS.items():
        for key in keys:
            note = "INSERT INTO move_changes (follower, key) VALUES (%s, %s)"
            sides.catalog.execute(note, [f"{table}_back", key])
    sides.hold("new")
    with sides.old.transaction():
        sides.old.execute("SET LOCAL move.follows = 'on'")
        for table in IMPORTS:
            sides.old.execute(f"DELETE FROM {table}")
    sides.carry(*(f"{table}_back" for table in IMPORTS))
    assert {table: made.rows(sides.old, table) for table in IMPORTS} == before
