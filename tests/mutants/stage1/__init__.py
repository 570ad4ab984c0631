"""Each idea as a patch of stage 1, and how a patched copy of stage 1 is started."""

import tempfile
from contextlib import contextmanager, nullcontext
from pathlib import Path

from tests.drivers import stage1

from ..patch import wrong_copy
from . import (
    access,
    accounts,
    bodies,
    browsers,
    catalog,
    clickstream,
    elsewhere,
    idempotency,
    imports,
    lists,
    orders,
    payments,
    roles,
    stock,
    unseen,
    versions,
)

ROOMS = (accounts, elsewhere, browsers, access, catalog, imports, lists, bodies)
ROOMS += (stock, orders, idempotency, payments, roles, clickstream, versions, unseen)
PATCHES = {name: patches for room in ROOMS for name, patches in room.PATCHES.items()}
FOLDERS = ("stage1-monolith", "shared")
AT_ONCE = 2
BOUNDS = {"HEALED": 20, "LATER": 15}  # seconds, shorter than the contract's: stage 1 needs no more


def shops():
    return nullcontext(_shop_with)


def turn(_name):
    return 0


@contextmanager
def _shop_with(patches, untouched=True):
    """Run a patched copy with its own data. No products are seeded: the suite adds its own."""
    with tempfile.TemporaryDirectory(prefix="wrong-shop-") as folder:
        where = Path(folder)
        wrong_copy(patches, FOLDERS, where)
        (where / "shared/catalog/products.json").write_text("[]")
        env = {"PYTHONPATH": str(where / "shared")}
        source = where / "stage1-monolith"
        with stage1.running(data=where / "data", source=source, env=env) as shop:
            yield shop
