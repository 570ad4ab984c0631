"""Each idea as a patch of stage 2: most as stage 1 has it, in the place of the same room here."""

from tests.drivers import stage2

from .. import stage1
from ..patch import ROOT
from . import inside, own, services
from .standing import FOLDERS, needs_new_tables, standing

__all__ = ["AT_ONCE", "BOUNDS", "FOLDERS", "PATCHES", "shops", "turn"]

# What this stage cannot be made to do by a patch, and why.
LEFT_OUT = {
    "orders-follow-the-catalog": "orders has no way to today's prices: catalog's database is shut",
}
AT_ONCE = 1
BOUNDS = {"HEALED": 45, "LATER": 20}  # seconds this stage needs at most of what the contract gives
_MONOLITH, _SERVICES = "stage1-monolith/shop", "stage2-services"


def _moved(patch):
    """The same lines, in stage 2: a feature is a service, the rest of the shop its chassis."""
    if not patch.file.startswith(_MONOLITH):
        return patch
    inside = patch.file.removeprefix(f"{_MONOLITH}/")
    is_feature = (ROOT / _SERVICES / inside.partition("/")[0]).is_dir()
    place = _SERVICES if is_feature else f"{_SERVICES}/chassis"
    return patch._replace(file=f"{place}/{inside}")


_REWRITTEN = own.PATCHES.keys() | LEFT_OUT.keys() | stage1.unseen.PATCHES.keys()
_CARRIED_OVER = {
    name: [_moved(patch) for patch in patches]
    for name, patches in stage1.PATCHES.items()
    if name not in _REWRITTEN
}
PATCHES = {**_CARRIED_OVER, **own.PATCHES, **services.PATCHES, **inside.PATCHES}


def shops():
    return standing(stage2)


def turn(name):
    """The right shop after the wrong ones, to show that they left nothing wrong behind; those
    that need new tables, and so a new shop, at the end."""
    if name not in PATCHES:
        return 1
    return 2 if needs_new_tables(patch.file for patch in PATCHES[name]) else 0
