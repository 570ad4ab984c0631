"""Rows that were there before the move are copied too, and differences are found."""

import pytest

from move import capture, comparing, copying, rows

from . import made

FORWARD = rows.named("products")


@pytest.fixture
def old_products(sides, monkeypatch):
    """Seven products from before the move."""
    monkeypatch.setattr(copying, "PIECE", 3)
    monkeypatch.setattr(comparing, "PAGE", 2)
    monkeypatch.setattr(comparing, "SETTLES_WITHIN", 0.3)
    made_before = [made.product(sides.old, stock=(n, 0, 0)) for n in range(7)]
    sides.expand("catalog")
    return made_before


def differing(sides, name="products"):
    direction = rows.named(name)
    return comparing.differing(
        sides.open[direction.source], sides.open[direction.target], direction
    )


def copy(sides, name="products"):
    direction = rows.named(name)
    while copying.note_some(sides.open[direction.source], direction):
        pass


def test_rows_from_before_are_noted_in_pieces_and_go_over(sides, old_products):
    assert capture.left(sides.old, FORWARD) == 0
    assert copying.note_some(sides.old, FORWARD)
    assert capture.left(sides.old, FORWARD) == 3 and not copying.is_done(sides.old, FORWARD)
    copy(sides)
    assert capture.left(sides.old, FORWARD) == 7 and copying.is_done(sides.old, FORWARD)
    sides.carry("products")
    assert differing(sides) == []


def test_whoever_goes_on_after_a_kill_begins_where_the_last_piece_ended(sides, old_products):
    copying.note_some(sides.old, FORWARD)
    with sides.old.transaction(force_rollback=True):  # killed in the second
        copying.note_some(sides.old, FORWARD)
    copy(sides)
    keys = [row["key"] for row in sides.old.execute("SELECT key FROM move_changes ORDER BY id")]
    assert sorted(keys) == sorted(old_products)


def test_a_copied_row_never_overwrites_a_newer_one(sides, old_products):
    copy(sides)
    sides.old.execute("UPDATE products SET price = 77")
    sides.carry("products")
    assert {row["price"] for row in made.rows(sides.catalog, "products")} == {77}


def test_each_kind_of_difference_is_found(sides, old_products):
    copy(sides)
    sides.carry("products", "stock")
    with sides.catalog.transaction():
        sides.catalog.execute("SET LOCAL move.follows = 'on'")
        sides.catalog.execute("UPDATE products SET price = 1 WHERE id = %s", [old_products[1]])
        sides.catalog.execute("DELETE FROM products WHERE id = %s", [old_products[3]])
        sides.catalog.execute("UPDATE products SET id = 'more' WHERE id = %s", [old_products[6]])
        sides.catalog.execute("UPDATE products SET sold = 5 WHERE id = %s", [old_products[0]])
    assert differing(sides) == sorted([old_products[1], old_products[3], old_products[6], "more"])
    assert differing(sides, "stock") == [old_products[0]]


def test_a_row_that_differs_is_mended_by_noting_it_again(sides, old_products):
    copying.note(sides.old, FORWARD, old_products)
    sides.carry("products")
    assert differing(sides) == []


def test_a_row_on_its_way_is_waited_for(sides, old_products, monkeypatch):
    copy(sides)
    monkeypatch.setattr(comparing.time, "sleep", lambda _: sides.carry("products"))
    assert differing(sides) == []


def test_stock_of_a_product_that_is_not_there_is_no_difference(sides, old_products):
    assert differing(sides, "stock") == []
