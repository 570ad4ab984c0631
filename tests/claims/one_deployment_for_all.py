"""One deployment for all: to put one word of the catalog right, orders are out of reach too."""

import time
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from threading import Event, Thread

import requests

from tests.contract.steps import a_customer
from tests.mutants.patch import Patch, patched, wrong_copy
from tests.mutants.stage1 import FOLDERS

from .monolith import must, running

CHANGE = Patch("stage1-monolith/shop/catalog/store.py", '"No such product."', '"No such good."')
EVERY = 0.02  # seconds


def shown():
    with TemporaryDirectory() as folder:
        where = Path(folder)
        wrong_copy([], FOLDERS, where)
        env = {"PYTHONPATH": str(where / "shared")}
        with running(source=where / "stage1-monolith", env=env) as (site, _):
            yield f"the catalog says: {word(site)}"
            customer = a_customer(site.shop)
            with watched(lambda: customer.get(f"{customer.path}/orders")) as seen:
                deploy(site.stage, where)
            yield f"after it was deployed: {word(site)}"
            yield f"orders, meanwhile: away for {longest_gap(seen):.1f} s"
            must(word(site) == "No such good.", "The change is not there.")
            must(longest_gap(seen) > 10 * EVERY, "Orders were never away.")


def word(site):
    return site.shop.call("GET", "/products/none").json()["detail"]


def deploy(stage, where):
    """As a small shop does: the new code is put there, the process is stopped and started."""
    for file, source in patched([CHANGE], where).items():
        (where / file).write_text(source)
    stage.stop("shop")
    stage.start("shop")
    stage.wait_ready("shop")


@contextmanager
def watched(ask):
    """The moments at which ask() was answered, before, while and after the block runs."""
    answered, over = [time.monotonic()], Event()

    def watch():
        while not over.wait(EVERY):
            if is_answered(ask):
                answered.append(time.monotonic())

    thread = Thread(target=watch)
    thread.start()
    try:
        yield answered
    finally:
        over.set()
        thread.join()
        answered.append(time.monotonic())


def is_answered(ask):
    try:
        return ask().ok
    except requests.ConnectionError:
        return False


def longest_gap(moments):
    return max(later - earlier for earlier, later in zip(moments, moments[1:], strict=False))
