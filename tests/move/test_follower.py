"""A noted change reaches the other side, whichever process is killed in between."""

import psycopg
import pytest

from move import capture, copying, databases, following, rows
from move.follower import Follower

from . import made


class Killed(BaseException):
    """Simulates SIGKILL: no handler of the follower runs."""


@pytest.fixture
def products(sides):
    sides.expand("catalog")
    return [made.product(sides.old) for _ in range(3)]


def noted(sides, name="products"):
    direction = rows.named(name)
    return capture.left(sides.open[direction.source], direction)


def test_each_change_is_noted_in_the_transaction_that_makes_it(sides, products):
    assert noted(sides) == noted(sides, "stock") == 3
    with sides.old.transaction(force_rollback=True):
        sides.old.execute("UPDATE products SET price = 2")
    assert noted(sides) == 3
    sides.old.execute("UPDATE products SET price = 2")
    sides.old.execute("DELETE FROM products WHERE id = %s", [products[0]])
    assert noted(sides) == 7


def test_what_a_follower_writes_is_not_noted_for_the_way_back(sides, products):
    sides.carry("products", "stock")
    assert noted(sides, "products_back") == 0 and noted(sides) == 0


def test_a_change_of_the_key_is_noted_under_both(sides, products):
    sides.carry("products")
    sides.old.execute("UPDATE products SET id = 'x' WHERE id = %s", [products[0]])
    sides.carry("products")
    there = {row["id"] for row in made.rows(sides.catalog, "products")}
    assert there == {"x", *products[1:]}


@pytest.mark.parametrize("place", ["before the commit", "after the commit"])
def test_a_follower_that_is_killed_leaves_the_note_until_the_row_is_there(sides, products, place):
    class Dying(Follower):
        def _forget(self, source, notes):
            raise Killed

        def _notes(self, source):
            if place == "before the commit":
                raise Killed
            return super()._notes(source)

    dying = Dying(rows.named("products"))
    with pytest.raises(Killed):
        dying.some()
    dying.close()
    assert noted(sides) == 3
    sides.carry("products")
    assert len(made.rows(sides.catalog, "products")) == 3 and noted(sides) == 0


def test_a_follower_that_forgets_first_loses_rows(sides, products):
    """The control experiment: two lines in the opposite order."""

    class Hasty(Follower):
        def _notes(self, source):
            notes = super()._notes(source)
            self._forget(source, notes)
            raise Killed

    hasty = Hasty(rows.named("products"))
    with pytest.raises(Killed):
        hasty.some()
    hasty.close()
    sides.carry("products")
    assert made.rows(sides.catalog, "products") == []


def test_two_followers_of_one_direction_take_turns(sides, products):
    first, second = sides.follower("products"), sides.follower("products")
    _, target = second._connections()
    target.execute("SET lock_timeout = 100")
    write, tried = first.direction.write, []

    def meanwhile(database, found, gone):
        with pytest.raises(psycopg.errors.LockNotAvailable):
            second.some()
        tried.append(len(found))
        write(database, found, gone)

    first.direction = type(first.direction)(**{**vars(first.direction), "write": meanwhile})
    assert first.some() == 3 and tried == [3]
    assert second.some() == 0
    first.close()
    second.close()


def test_a_follower_that_stands_still_in_its_turn_loses_it(sides, products):
    """STOPPED_MS: a frozen follower mustn't keep others waiting, or write when it wakes up."""
    frozen = sides.follower("products")
    _, target = frozen._connections()
    target.execute("SET idle_in_transaction_session_timeout = 50")
    read = frozen.direction.read

    def late(database, keys):
        sides.carry("products")  # another follower gets its turn as soon as this one has lost it
        return read(database, keys)

    frozen.direction = type(frozen.direction)(**{**vars(frozen.direction), "read": late})
    with pytest.raises(databases.AWAY):
        frozen.some()
    frozen.close()
    assert len(made.rows(sides.catalog, "products")) == 3


def test_a_follower_whose_connection_is_cut_opens_another(sides, products):
    follower = sides.follower("products")
    follower.some()
    sides.old.execute(
        "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
        " WHERE datname = current_database() AND pid <> pg_backend_pid()"
    )
    made.product(sides.old)
    with pytest.raises(psycopg.OperationalError):
        follower.some()
    assert follower.some() == 1
    follower.close()


def test_before_anything_is_noted_there_is_nothing_to_do(sides):
    follower = sides.follower("notifications")
    assert follower.some() == 0
    follower.close()


def test_rows_of_a_side_that_does_not_hold_them_any_more_are_not_carried(sides, products):
    """A mover that was frozen while copying notes them after the hand-over."""
    sides.carry("products")
    sides.hold("new")
    sides.catalog.execute("UPDATE products SET price = 7")
    copying.note(sides.old, rows.named("products"), products)
    sides.carry("products")
    assert {row["price"] for row in made.rows(sides.catalog, "products")} == {7}
    assert noted(sides) == 0


def test_stock_is_carried_to_products_that_the_new_side_holds(sides, products):
    sides.carry("products", "stock")
    sides.hold("new")
    sides.old.execute("UPDATE stock SET available = 9")
    sides.carry("stock")
    assert {row["available"] for row in made.rows(sides.catalog, "products")} == {9}


def test_a_follower_that_fails_does_not_keep_the_others_from_working(sides, monkeypatch):
    sides.expand("catalog")
    source = following.Source("catalog", "old")
    made.product(sides.old, stock=(3, 0, 0))

    def failing(*_):
        raise LookupError

    with monkeypatch.context() as patch, pytest.raises(LookupError):
        patch.setattr(source._followers["stock"], "some", failing)
        source.some()
    assert len(made.rows(sides.catalog, "products")) == 1
    assert source.some() == 1 and source.some() == 0
    source.close()
