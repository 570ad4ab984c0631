"""Each idea as a patch of stage 3: some are stage 1's, moved to the same role file."""

from tests.drivers import stage3

from .. import stage1
from ..trial import DAMAGING
from . import accounts, clickstream, elsewhere, functions, goods, local_aws, orders
from .redeployed import FOLDERS, redeployed

__all__ = ["AT_ONCE", "BOUNDS", "FOLDERS", "LEFT_OUT", "PATCHES", "shops", "turn"]

AT_ONCE = 1
BOUNDS = {"HEALED": 100, "LATER": 25}  # seconds, shorter than the contract's: stage 3 needs no more
_MONOLITH, _FUNCTIONS = "stage1-monolith/shop/", "stage3-serverless/chalicelib/"
_OWN = {**accounts.PATCHES, **clickstream.PATCHES, **elsewhere.PATCHES}
_OWN |= {**goods.PATCHES, **orders.PATCHES}

# Ideas that no patch of this stage can realize, and why.
_NO_BODY_IS_READ_HERE = "API Gateway reads the body; a function gets it complete"
LEFT_OUT = {
    **accounts.LEFT_OUT,
    **goods.LEFT_OUT,
    **orders.LEFT_OUT,
    "bodies-may-come-for-ever": _NO_BODY_IS_READ_HERE,
    "anybody-reads-the-metrics": "functions come and go: there is no process to ask",
    "refusals-wait-for-the-body": _NO_BODY_IS_READ_HERE,
}


def _moved(patch):
    """Stage 1's patch with stage 3's paths."""
    return patch._replace(file=patch.file.replace(_MONOLITH, _FUNCTIONS))


_CARRIED_OVER = {
    name: [_moved(patch) for patch in patches]
    for name, patches in stage1.PATCHES.items()
    if name not in _OWN.keys() | LEFT_OUT.keys() | stage1.unseen.PATCHES.keys()
}
PATCHES = {**_CARRIED_OVER, **_OWN, **functions.PATCHES, **local_aws.PATCHES}


def shops():
    return redeployed(stage3)


def turn(name):
    """The control after the mutants, to show that they left no damage, and those that do last."""
    if name not in PATCHES:
        return 1
    return 2 if name in DAMAGING else 0
