"""An open shop whose catalog never goes back: stage 1 works on without its table. Then all others
never go back either, and stage 1 works on without any."""

import pytest

from local.data import Data
from local.refusal import Refusal
from move import orders, units
from move.databases import has
from tests.contract.steps import listed
from tests.drivers.__main__ import suite

from . import faults
from .opened import opened
from .people import Crowd

# What used the old table: the catalog itself, carts, orders of what is in them, and the stock.
NAMES = "catalog catalog_lists images cart inventory bestsellers orders_placing".split()
FILES = [f"tests/contract/test_{name}.py" for name in NAMES]


@pytest.fixture(scope="module")
def shop(long, tmp_path_factory):
    with opened(tmp_path_factory.mktemp("move") / "data", moved=2) as found:
        yield found


def tell(shop, do, confirm="", unit="catalog"):
    return orders.tell(Data(shop.data, "move"), do, unit, confirm)


def has_old_table(shop):
    with shop.database("old") as old:
        return has(old, "products")


def test_it_says_what_would_be_lost_and_waits_to_be_confirmed(shop):
    with pytest.raises(Refusal, match=r"deletes catalog in stage 1 \(\d+ rows, and their files\)"):
        tell(shop, "contract")
    with pytest.raises(Refusal, match="has to wait for the checkout"):
        tell(shop, "contract", "notifications", unit="notifications")
    assert has_old_table(shop)


def test_it_goes_on_after_a_kill_and_nobody_notices(shop):
    with Crowd(shop) as crowd:
        tell(shop, "contract", "catalog")
        shop.stage.kill("mover")
        shop.soon(lambda: not has_old_table(shop))
        crowd.work(10)
    assert crowd.lost == crowd.refused == []
    shop.soon(lambda: "catalog: stage 2 for good, remove" in shop.line())
    files = shop.data / "files" / "pictures"
    assert [each for each in files.rglob("*") if each.is_file()] == []


def test_it_does_not_go_back_any_more(shop):
    with pytest.raises(Refusal, match="catalog stays in stage 2"):
        tell(shop, "back")
    shop.want("catalog", "stay")  # an order that `make move` itself would refuse
    shop.stage.kill("mover")
    shop.stage.wait_ready("mover")
    shop.soon(lambda: shop.told("catalog")["sealed"])
    assert len(list(listed(shop.staff, "/products"))) >= 24


def test_stage_1_starts_and_keeps_the_contract_without_the_table(shop):
    shop.stage.kill("shop")
    shop.stage.wait_ready("shop")
    run = suite(shop.suite(), [*FILES, "-q", "-x"], capture_output=True)
    assert run.returncode == 0, run.stdout


def test_afterwards_the_books_balance(shop, monkeypatch):
    stays = [each for each in faults.rows.DIRECTIONS if each.name in ("stock", "notifications")]
    monkeypatch.setattr(faults.rows, "DIRECTIONS", stays)
    assert len(faults.check(shop)) >= len(shop.promised) > 0


LATER = ("checkout", "notifications", "accounts")  # in the order in which they can be contracted
THEN = (
    "accounts accounts_changed deleted_accounts sessions mfa orders_placing notifications".split()
)


def old_tables(shop):
    """The tables of stage 1, without the move's own."""
    query = "SELECT tablename FROM pg_tables WHERE schemaname = 'public'"
    with shop.database("old") as old:
        found = {row["tablename"] for row in old.execute(query)}
    return {name for name in found if not name.startswith("move_")} - {"alembic_version"}


def test_all_other_units_go_for_good_while_people_use_them(shop):
    with Crowd(shop) as crowd:
        for goal in ("ready", "new"):
            for unit in ("checkout", "accounts"):
                shop.move(unit, goal)
        for unit in LATER:
            with pytest.raises(Refusal, match=f"If you mean it: .* CONFIRM={unit}"):
                tell(shop, "contract", unit=unit)
            tell(shop, "contract", unit, unit=unit)
            shop.stage.kill("mover")
            shop.soon(lambda unit=unit: shop.told(unit).get("sealed"))
            crowd.work(20)
    shop.soon(lambda: old_tables(shop) == set(units.STAYS["1"]))
    assert crowd.lost == crowd.refused == []
    for unit in LATER:
        with pytest.raises(Refusal, match=f"{unit} stays in stage 2"):
            tell(shop, "back", unit=unit)


def test_the_contract_holds_with_an_empty_stage_1(shop):
    shop.stage.kill("shop")
    shop.stage.wait_ready("shop")
    files = [f"tests/contract/test_{name}.py" for name in THEN]
    run = suite(shop.suite(), [*files, "-q", "-x"], capture_output=True)
    assert run.returncode == 0, run.stdout


def test_in_the_end_the_books_balance(shop, monkeypatch):
    monkeypatch.setattr(faults.rows, "DIRECTIONS", [])
    assert len(faults.check(shop)) >= len(shop.promised) > 0
