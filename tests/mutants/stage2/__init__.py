"""Each idea as a patch of stage 2: most are stage 1's, moved to the same role file."""

from tests.drivers import stage2

from .. import stage1
from ..patch import ROOT
from ..trial import DAMAGING
from . import inside, own, services
from .standing import FOLDERS, needs_new_tables, standing

__all__ = ["AT_ONCE", "BOUNDS", "FOLDERS", "PATCHES", "shops", "turn"]

# Ideas that no patch of this stage can realize, and why.
LEFT_OUT = {
    "orders-follow-the-catalog": "orders has no way to today's prices: catalog's database is shut",
}
AT_ONCE = 1
BOUNDS = {"HEALED": 45, "LATER": 20}  # seconds, shorter than the contract's: stage 2 needs no more
_MONOLITH, _SERVICES = "stage1-monolith/shop", "stage2-services"


def _moved(patch):
    """Stage 1's patch with stage 2's paths: a feature is a service, the rest is the chassis."""
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
    """The control after the mutants, to show that they left no damage; mutants that leave some, and
    those that need new tables, and so a new shop, come last."""
    if name not in PATCHES:
        return 1
    if name in DAMAGING:
        return 3
    return 2 if needs_new_tables(patch.file for patch in PATCHES[name]) else 0
