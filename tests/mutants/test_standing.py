"""A stage that stays up: which parts are restarted for which patch, and restored afterwards."""

from contextlib import contextmanager

import pytest

from . import stage2, stage3
from .patch import ROOT, Patch
from .stage2.loaded import loaded
from .stage2.standing import standing

CART = Patch("stage2-services/cart/peers.py", "def check_on_sale(", "def check_on_offer(")
CHASSIS = Patch("stage2-services/chassis/inbox.py", "def is_new(", "def is_old(")
CODES = Patch("shared/shop_rules/one_time_codes.py", "def new_secret(", "def old_secret(")
TABLES = Patch("stage2-services/orders/migrations/0001_first_tables.py", "first tables", "others")


class Driver:
    """A fake stage without processes: it records its calls."""

    def __init__(self):
        self.told, self.source = [], None
        names = ["postgres", "accounts", "catalog", "catalog-worker", "cart", "orders-worker"]
        self.run = {"parts": dict.fromkeys(names)}

    @contextmanager
    def running(self, data, source, env):
        self.source = source
        self.told.append("open")
        yield self
        self.told.append("close")

    def kill(self, part):
        self.told.append(f"kill {part}")

    def wait_ready(self, part):
        self.told.append(f"{part} is ready")

    def text(self, patch):
        return (self.source.parent / patch.file).read_text()

    def killed(self):
        """The parts killed since the last call."""
        told, self.told[:] = list(self.told), []
        return [word.removeprefix("kill ") for word in told if word.startswith("kill ")]


@pytest.fixture
def driver():
    return Driver()


@pytest.fixture
def shop_with(driver):
    with standing(driver) as shop_with:
        with shop_with([]):
            driver.told.clear()
        yield shop_with


def test_only_who_loads_a_changed_file_is_started_again(driver, shop_with):
    with shop_with([CART]):
        assert driver.told == ["kill cart", "cart is ready"]
        assert CART.new in driver.text(CART)


def test_the_next_wrong_shop_is_wrong_in_nothing_else(driver, shop_with):
    with shop_with([CART]):
        driver.killed()
    with shop_with([CHASSIS]):
        assert driver.killed() == ["catalog", "catalog-worker", "cart"]
        assert CART.old in driver.text(CART)
        assert CHASSIS.new in driver.text(CHASSIS)
    with shop_with([]):
        assert driver.killed() == ["catalog", "catalog-worker"]
        assert CHASSIS.old in driver.text(CHASSIS)


def test_what_is_wrong_in_the_same_way_again_is_left_alone(driver, shop_with):
    with shop_with([CODES]):
        assert driver.killed() == ["accounts"]
    with shop_with([CODES]):
        assert driver.told == []


@pytest.mark.parametrize("how", [{"patches": [TABLES]}, {"patches": [], "untouched": True}])
def test_other_tables_and_an_untouched_shop_are_a_new_one(driver, shop_with, how):
    with shop_with(**how):
        assert driver.told == ["close", "open"]


def test_what_is_loaded_is_followed_from_file_to_file():
    found = loaded(ROOT, "stage2-services/catalog")
    assert {"stage2-services/catalog/worker.py", "stage2-services/chassis/config.py"} <= found
    assert "shared/shop_rules/pictures.py" in found  # by catalog/tasks.py
    assert "shared/shop_rules/service_keys.py" not in found
    assert "stage2-services/cart/store.py" not in found


def test_new_tables_come_last_and_the_right_shop_after_all_others():
    names = ("cart-stays-full", "the right shop", "oversells-by-one", "the-last-admin-goes")
    assert [stage2.turn(name) for name in names] == [0, 1, 2, 3]


def test_what_leaves_a_shop_without_an_admin_comes_after_the_control():
    names = ("cart-stays-full", "the right shop", "the-last-admin-goes")
    assert [stage3.turn(name) for name in names] == [0, 1, 2]
