"""One service is deployed under load, and no feature that doesn't need it notices.

The same change as in one-deployment-for-all goes to the catalog: first to the only copy, which is
stopped and started, then to two copies, one after the other. Five features are polled meanwhile.
The cart needs the catalog for its prices; the others don't need it.
"""

from contextlib import ExitStack
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory

from tests.contract.steps import HEALED, a_customer, eventually, put_in_cart
from tests.drivers import stage2
from tests.mutants.patch import Patch, patched, wrong_copy
from tests.mutants.stage2 import FOLDERS

from .one_deployment_for_all import word
from .opened import must, running
from .services import counted
from .watching import longest_gap, watched

CHANGE = Patch("stage2-services/catalog/store.py", '"No such product."', '"No such good."')
BACK = Patch(CHANGE.file, CHANGE.new, CHANGE.old)
EVERY = 0.01  # seconds


def shown():
    with TemporaryDirectory() as folder:
        where = Path(folder)
        wrong_copy([], FOLDERS, where)
        env = {"PYTHONPATH": str(where / "shared")}
        with running(stage2, source=where / "stage2-services", env=env) as (site, _):
            yield f"the catalog says: {word(site)}"
            one = deployed(site, where, CHANGE, ["catalog"])
            yield f"one copy, stopped and started: {word(site)}"
            yield from lines(one)
            must(word(site) == "No such good.", "The change is not there.")
            site.stage.scale("catalog", 2)
            two = deployed(site, where, BACK, ["catalog", "catalog.2"])
            yield f"two copies, one after the other: {word(site)}"
            yield from lines(two)
            must(word(site) == "No such product.", "The change is still there.")
            check(one, two)


def check(one, two):
    untouched = [name for name in one if name not in ("catalog", "cart")]
    must(not any(failed(one[name]) for name in untouched), "Another feature failed.")
    must(failed(one["catalog"]), "The catalog was never down.")
    must(not any(map(failed, two.values())), "Two copies were not enough.")


def lines(found):
    for name, seen in found.items():
        away = f"down for {longest_gap(seen):.1f} s" if failed(seen) else "never down"
        yield f"  {name:14}{len(seen):6} requests{failed(seen):6} failed   {away}"


def failed(seen):
    return sum(not ok for _, ok in seen)


def deployed(site, where, change, parts):
    """{feature: its polled responses during the deployment}"""
    person = a_customer(site.shop)
    put_in_cart(person, site.product)
    asked = {
        "catalog": f"/products/{site.product['id']}",
        "cart": f"{person.path}/cart",
        "orders": f"{person.path}/orders",
        "notifications": f"{person.path}/notifications",
        "accounts": person.path,
    }
    with ExitStack() as stack:
        found = {
            name: stack.enter_context(watched(partial(person.get, path), EVERY))
            for name, path in asked.items()
        }
        for file, source in patched([change], where).items():
            (where / file).write_text(source)
        for part in parts:
            replace(site.stage, part)
    return found


def replace(stage, part):
    """Replace a copy. Returns once the gateway knows the new one: the other may stop then."""
    stage.stop(part)
    stage.start(part)
    stage.wait_ready(part)
    eventually(lambda: check_asked(stage), HEALED)


def check_asked(stage):
    assert all(counted(stage))
