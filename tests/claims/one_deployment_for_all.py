"""One deployment for all: correcting one word of the catalog makes orders unavailable, too."""

from pathlib import Path
from tempfile import TemporaryDirectory

from tests.contract.steps import a_customer
from tests.drivers import stage1
from tests.mutants.patch import Patch, patched, wrong_copy
from tests.mutants.stage1 import FOLDERS

from .opened import must, running
from .watching import longest_gap, watched

CHANGE = Patch("stage1-monolith/shop/catalog/store.py", '"No such product."', '"No such good."')
EVERY = 0.02  # seconds


def shown():
    with TemporaryDirectory() as folder:
        where = Path(folder)
        wrong_copy([], FOLDERS, where)
        env = {"PYTHONPATH": str(where / "shared")}
        with running(stage1, source=where / "stage1-monolith", env=env) as (site, _):
            yield f"the catalog says: {word(site)}"
            customer = a_customer(site.shop)
            with watched(lambda: customer.get(f"{customer.path}/orders"), EVERY) as seen:
                deploy(site.stage, where)
            yield f"after it was deployed: {word(site)}"
            yield f"orders, meanwhile: down for {longest_gap(seen):.1f} s"
            must(word(site) == "No such good.", "The change is not there.")
            must(longest_gap(seen) > 10 * EVERY, "Orders were never down.")


def word(site):
    return site.shop.call("GET", "/products/none").json()["detail"]


def deploy(stage, where):
    """Deploy as a small shop does: copy the new code, then stop and start the process."""
    for file, source in patched([CHANGE], where).items():
        (where / file).write_text(source)
    stage.stop("shop")
    stage.start("shop")
    stage.wait_ready("shop")
