"""Which shard a slot belongs to: rendezvous hashing (highest random weight).

D. Thaler and C. Ravishankar, A name-based mapping scheme for rendezvous, 1996.
"""

import hashlib
from collections.abc import Sequence
from functools import cache


# --8<-- [start:owner]
@cache
def owner(slot: str, shards: Sequence[int]) -> int:
    """Each shard bids for the slot, and the highest bid wins.

    A new shard takes the slots for which it outbids all others. No other slot moves.
    """
    return max(shards, key=lambda shard: hashlib.sha256(f"{shard} {slot}".encode()).digest())


# --8<-- [end:owner]
def modulo(slot: str, shards: Sequence[int]) -> int:
    """The obvious way, to compare: a new shard changes nearly every remainder."""
    return shards[int(slot, 16) % len(shards)]
