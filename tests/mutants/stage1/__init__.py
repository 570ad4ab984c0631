"""Each idea as a patch of stage 1, and how a patched copy of stage 1 is opened."""

from tests.drivers import stage1

from . import access, accounts, bodies, catalog, idempotency, lists, orders, payments, stock

ROOMS = (accounts, access, catalog, lists, bodies, stock, orders, idempotency, payments)
PATCHES = {name: patches for room in ROOMS for name, patches in room.PATCHES.items()}
FOLDERS = ("stage1-monolith", "shared")
BOUNDS = {"HEALED": 20, "LATER": 15}  # seconds this stage needs at most of what the contract gives


def opened(where):
    """where: the folder of the copies. No goods are seeded: the suite brings its own."""
    (where / "shared/catalog/products.json").write_text("[]")
    env = {"PYTHONPATH": str(where / "shared")}
    return stage1.running(data=where / "data", source=where / "stage1-monolith", env=env)
