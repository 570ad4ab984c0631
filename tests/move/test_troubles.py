"""Rare trouble: a frozen mover, a database killed in a hand-over, two gateways, two services."""

import itertools

import pytest

from move import journal, units
from tests.contract import steps
from tests.drivers.stage import ROOT

from . import faults
from .copies import (
    Doors,
    another,
    end_session_of_the_mover,
    frozen,
    second_gateway,
    through,
)
from .opened import opened
from .people import Crowd

MOVED = ("notifications", "catalog")
PICTURES = sorted((ROOT / "shared/catalog/pictures").glob("*.webp"))


@pytest.fixture(scope="module")
def shop(long, tmp_path_factory):
    with opened(tmp_path_factory.mktemp("move") / "data") as found:
        for unit in MOVED:
            found.move(unit, "ready")
        yield found


@pytest.fixture
def crowd(shop):
    with Crowd(shop) as crowd:
        yield crowd


def between(shop, goal):
    """Whether a hand-over of the catalog has begun and not ended."""
    shop.want("catalog", goal)
    shop.soon(lambda: journal.Holders(shop.data).of("catalog") == "nobody", pause=0.002)


def holders(shop):
    """Who may write the catalog, according to its two databases."""
    query = "SELECT holder FROM move_state WHERE unit = 'catalog'"
    found = []
    for side, name in units.CATALOG.databases():
        with shop.database(name) as database:
            if database.execute(query).fetchone()["holder"] == side:
                found.append(side)
    return found


def waits(shop):
    return shop.stage.logs("mover").count("waits:")


def test_a_mover_that_is_frozen_and_wakes_up_two_epochs_later_changes_nothing(
    shop, crowd, tmp_path
):
    between(shop, "new")
    first, seen = shop.stage.pid("mover"), []
    with another(shop.stage, "mover", tmp_path / "log"):
        with frozen(first):
            end_session_of_the_mover(shop)
            for goal in ("new", "ready", "new"):
                shop.move("catalog", goal)
            crowd.work(5)
            before = waits(shop)
        shop.soon(lambda: seen.append(holders(shop)) or waits(shop) > before)
        crowd.work(5)
        assert seen and all(each == ["new"] for each in [*seen, holders(shop)])
    assert shop.stage.pid("mover") == first
    shop.move("catalog", "ready")  # by the mover that was frozen
    crowd.work(5)
    assert crowd.lost == crowd.refused == []


@pytest.mark.parametrize("part", ["old-postgres", "postgres", "redis"])
def test_a_server_that_dies_in_a_hand_over_delays_it(shop, crowd, part):
    for goal in ("new", "ready"):
        between(shop, goal)
        shop.stage.kill(part)
        shop.move("catalog", goal)
        shop.stage.wait_ready(part)
        crowd.work(5)
    assert crowd.lost == []


def test_two_gateways_one_of_which_sees_everything_late(shop, tmp_path):
    """What is written at one is read at the other, and neither refuses a request."""
    with second_gateway(shop, tmp_path, late=1.5) as url:
        with Crowd(through(shop, Doors(shop.stage.url, url))) as crowd:
            for goal in ("new", "ready", "new", "ready"):
                shop.move("catalog", goal)
                crowd.work(10)
                assert holders(shop) == ["new" if goal == "new" else "old"]
    assert crowd.lost == crowd.refused == []


def test_two_copies_of_the_service(shop, crowd):
    shop.stage.scale("catalog", 2)
    shop.move("catalog", "new")
    crowd.work(10)
    between(shop, "ready")
    shop.stage.kill("catalog.2")
    for goal in ("ready", "new", "ready"):
        shop.move("catalog", goal)
        crowd.work(5)
    shop.stage.scale("catalog", 1)
    assert crowd.lost == []


def test_images_that_are_changed_on_the_way(shop):
    """Each side has the newest image and its thumbnail, and no other file of the product. If the
    unit moves before there is a thumbnail, the other side makes it."""
    product = steps.a_product(shop.staff)
    path = f"/products/{product['id']}/image"
    sides = itertools.cycle(("ready", "new", "new", "ready"))
    for number, file in enumerate(PICTURES[:6]):
        content, head = file.read_bytes(), {"Content-Type": "image/webp"}
        assert shop.staff.put(path, data=content, headers=head).ok
        if number % 2:
            shown(shop, path, content)
        shop.move("catalog", next(sides))
        shown(shop, path, content)
    shop.move("catalog", "ready")
    folder = shop.data / "files" / "pictures" / product["id"]
    shop.soon(lambda: len(list(folder.iterdir())) == 2)


def shown(shop, path, content):
    """Check that the image is that one, and soon has a thumbnail."""

    def size(name):
        return shop.staff.get(path, params={"size": name})

    assert size("full").content == content
    shop.soon(lambda: size("thumb").ok and size("thumb").content != content)


def test_afterwards_both_sides_are_the_same_and_the_books_balance(shop, monkeypatch):
    moved = [each for each in faults.rows.DIRECTIONS if each.unit in MOVED]
    monkeypatch.setattr(faults.rows, "DIRECTIONS", moved)
    shop.move("catalog", "ready")
    assert len(faults.check(shop)) >= len(shop.promised) > 0
