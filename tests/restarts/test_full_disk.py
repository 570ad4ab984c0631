"""On a full disk a stage refuses changes with 503 and loses nothing; with room it is back.

A small disk is a tmpfs, and only root may mount one. Without root these tests skip.
"""

import os
import subprocess
import sys
import time
from importlib import import_module

import pytest

from tests.contract.books import check_books
from tests.contract.client import Shop
from tests.contract.pictures import exactly
from tests.contract.showing import show
from tests.contract.steps import a_customer, an_order, eventually, settled, signed_in

from .buying import check_bounds

# (stage, database, MB of disk): a third more than a shop takes that was just opened
DISKS = [("1", "sqlite", 100), ("1", "postgres", 300), ("2", "postgres", 500), ("3", None, 1100)]
BACK_WITHIN = 150  # seconds after there is room again
MB = bytes(1024 * 1024)
REQUESTS = 12  # of each kind; a database may have some room of its own left
IMAGE = exactly(3_000_000)

pytestmark = pytest.mark.skipif(
    sys.platform != "linux" or os.geteuid() != 0, reason="only root on Linux may mount a small disk"
)


@pytest.fixture(params=DISKS, ids=lambda disk: f"{disk[0]}-{disk[1]}")
def stage(request, thorough, tmp_path):
    """A stage that runs, alone on its disk."""
    number, db, size = request.param
    if not thorough and (number, db) != ("1", "sqlite"):
        pytest.skip("only with --three-times")
    disk = tmp_path / "disk"
    disk.mkdir()
    subprocess.run(["mount", "-t", "tmpfs", "-o", f"size={size}m", "tmpfs", disk], check=True)
    try:
        driver = import_module(f"tests.drivers.stage{number}")
        with driver.running(data=disk / "data", **({"db": db} if db else {})) as stage:
            yield stage
    finally:
        subprocess.run(["umount", "--lazy", disk], check=True)


def test_a_full_disk_refuses_changes_and_loses_nothing(stage):
    shop = Shop(stage.url)
    staff, customer, product = signed_in(shop, *stage.staff), a_customer(shop), _a_product(shop)
    order = settled(customer, an_order(customer, product))
    fill = _fill(stage.data.parent)
    changes = [_change(customer, product) for _ in range(REQUESTS)]
    changes += [show(staff, product, IMAGE) for _ in range(REQUESTS)]
    refused = [answer for answer in changes if answer.status_code == 503]
    assert {answer.status_code for answer in changes} <= {200, 202, 503}
    assert refused, "the disk was not full"
    assert all("Retry-After" in answer.headers for answer in refused)
    assert customer.get(f"/orders/{order['id']}").json()["data"] == order
    fill.unlink()
    eventually(lambda: _has_changed(customer, product), BACK_WITHIN)
    _check_all_is_there(stage, customer, order)


def test_a_stop_on_a_full_disk_loses_nothing(stage):
    shop = Shop(stage.url)
    customer = a_customer(shop)
    order = settled(customer, an_order(customer, _a_product(shop)))
    fill = _fill(stage.data.parent)
    stage.end()
    fill.unlink()
    stage.begin_again()
    _check_all_is_there(stage, customer, order)


def _a_product(shop):
    return shop.call("GET", "/products?limit=1&sort=price").json()["data"][0]


def _fill(folder):
    """A file that takes all the room there is; for a second more, since a shop may give some up."""
    fill, deadline = folder / "fill", time.monotonic() + 1
    with open(fill, "wb", buffering=0) as file:
        while time.monotonic() < deadline:
            try:
                file.write(MB)
            except OSError:
                time.sleep(0.05)
    return fill


def _change(customer, product):
    return customer.put(f"{customer.path}/cart/items/{product['id']}", {"quantity": 1})


def _has_changed(customer, product):
    answer = _change(customer, product)
    assert answer.status_code == 200, answer.text


def _check_all_is_there(stage, customer, order):
    """The order is as it was, buying is in time, and the books balance."""
    assert customer.get(f"/orders/{order['id']}").json()["data"] == order
    check_bounds(stage)
    shop = Shop(stage.url)
    check_books(shop, signed_in(shop, *stage.staff), promised=[order["id"]])
