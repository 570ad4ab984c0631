"""An open shop moves there and back while people use it and parts of it are killed."""

import pytest

from local.data import Data
from move import copying, journal, orders, rows, tally, units
from move.capture import FOLLOWS
from tests.contract.showing import address_of
from tests.contract.steps import accepted, listed

from . import faults
from .opened import opened
from .people import Crowd

SLOW = 1500  # milliseconds that the payment provider takes for each call


@pytest.fixture(scope="module")
def shop(tmp_path_factory):
    with opened(tmp_path_factory.mktemp("move") / "data") as found:
        yield found


@pytest.fixture
def crowd(shop):
    with Crowd(shop) as crowd:
        yield crowd


def test_pictures_go_along(shop):
    """Images from before the move, byte for byte, there and back."""
    [product, *_] = [each for each in listed(shop.staff, "/products") if each["image_url"]]
    paths = [f"/products/{product['id']}/image", address_of(product)]
    asked = [(path, {"size": size}) for path in paths for size in ("full", "thumb")]
    before = [shop.staff.get(path, params=size).content for path, size in asked]
    for goal in ("ready", "new", "ready"):
        shop.move("catalog", goal)
        answers = [shop.staff.get(path, params=size) for path, size in asked]
        assert [answer.status_code for answer in answers] == [200] * len(asked)
        assert [answer.content for answer in answers] == before


def test_a_unit_goes_there_and_back_and_nobody_notices(shop, crowd):
    for unit in ("notifications", "catalog"):
        for goal in ("ready", "new", "ready"):
            shop.move(unit, goal)
    shop.move("catalog", "new")
    crowd.work(10)  # at the new side
    assert crowd.lost == crowd.refused == []
    assert "longest 0 ms" not in shop.line() and "catalog: stage 2" in shop.line()


def test_the_checkout_goes_there_and_back_while_the_provider_is_slow(shop, crowd):
    """With orders under way in every state, on either side."""
    shop.provider.switch(latency_ms=SLOW)
    shop.move("checkout", "ready")
    for unit in ("notifications", "catalog", "checkout"):
        shop.move(unit, "new")
    crowd.work(20)
    assert "checkout: stage 2" in shop.line()
    shop.move("checkout", "ready")
    crowd.work(10)
    shop.provider.reset_switches()
    assert crowd.lost == crowd.refused == []


def test_the_accounts_go_there_and_back_and_who_is_signed_in_stays_so(shop, crowd):
    """They move last, after the units that ask them, so for a while stage 1 answers nothing."""
    shop.move("accounts", "ready")
    for unit in units.NAMES:
        shop.move(unit, "new")
    crowd.work(40)
    assert "accounts: stage 2" in shop.line()
    for unit in units.NAMES[::-1]:
        shop.move(unit, "ready")
    crowd.work(20)
    assert crowd.lost == crowd.refused == []


def test_three_kills_on_the_way_lose_nothing(shop, crowd):
    """Kills of the mover during a hand-over, of a follower, and of the service that took over."""
    shop.move("catalog", "new")
    shop.want("catalog", "ready")
    shop.soon(lambda: journal.Holders(shop.data).of("catalog") == "nobody", pause=0.002)
    shop.stage.kill("mover")
    shop.move("catalog", "ready")
    shop.stage.kill("follower")
    shop.move("catalog", "new")
    shop.stage.kill("catalog")
    crowd.work(10)
    shop.move("catalog", "ready")
    assert crowd.lost == []


def test_shadow_reads_count_what_differs(shop, crowd):
    """They find none while people use the shop, and then one in a row corrupted on the new side."""
    shop.move("catalog", "ready")
    orders.tell(Data(shop.data, "move"), "shadow", "catalog")
    shop.soon(lambda: shadow_reads(shop)[0] > 20)
    assert shadow_reads(shop)[1] == 0
    *_, wrong = listed(shop.staff, "/products")
    with shop.database("catalog") as new, new.transaction():
        new.execute(FOLLOWS)
        new.execute("UPDATE products SET price = 7 WHERE id = %s", [wrong["id"]])
    path = f"/products/{wrong['id']}"
    shop.soon(lambda: accepted(shop.staff.get(path)) and shadow_reads(shop)[1] > 0, pause=0.2)
    assert accepted(shop.staff.get(path))["price"] == wrong["price"]
    assert " differ | longest" in shop.line()
    with shop.database("old") as old:
        copying.note(old, rows.named("products"), [wrong["id"]])
    orders.tell(Data(shop.data, "move"), "unshadow", "catalog")
    crowd.work(5)
    assert crowd.lost == crowd.refused == []


def shadow_reads(shop):
    """(compared, differing)"""
    found = tally.tallied(shop.data)
    return found["compared"], found["differing"]


def test_afterwards_both_sides_are_the_same_and_the_books_balance(shop):
    assert len(faults.check(shop)) >= len(shop.promised) > 0
