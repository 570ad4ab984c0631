"""Products kept in Valkey (cache-aside, write-through): what stage 2's chassis/cache.py does.

Never for a price at checkout. A product read by its id is never older than its last write.
"""

import json
from functools import cache
from typing import Any

import redis

from shop_rules.errors import Unavailable
from spans import recording

from .config import config

SECONDS = 1  # to connect and to be answered
LIVES_SECONDS = 60  # the safety net if an invalidation is lost

# A slow reader must not overwrite a newer version with the old one it has just read.
_SET_IF_NEWER = """
local known = redis.call('HGET', KEYS[1], 'version')
if known and tonumber(known) > tonumber(ARGV[1]) then return 0 end
redis.call('HSET', KEYS[1], 'version', ARGV[1], 'thing', ARGV[2])
redis.call('EXPIRE', KEYS[1], ARGV[3])
return 1
"""


def get(product_id: str) -> Any:
    """The cached product, or None if there is none or the cache is down."""
    try:
        found = _server().hget(f"product:{product_id}", "thing")
    except redis.RedisError:
        found = None
    recording.note("shop.cache", "hit" if found else "miss")
    return json.loads(found) if found else None


def put(product_id: str, version: int, thing: object) -> None:
    """Store the product unless a newer version is cached. Readers call this after a miss, writers
    before they answer."""
    try:
        _set_if_newer(product_id, version, thing)
    except redis.RedisError:
        return


def outdate(product_id: str, version: int) -> None:
    """Drop what is cached, before that version commits: a shop that dies right after the commit
    leaves nothing stale. Raises Unavailable if the cache is down: then nothing must change."""
    try:
        _set_if_newer(product_id, version, None)
    except redis.RedisError:
        raise Unavailable("The cache is unavailable.") from None


def _set_if_newer(product_id: str, version: int, thing: object) -> None:
    key, text = f"product:{product_id}", json.dumps(thing)
    _server().eval(_SET_IF_NEWER, 1, key, version, text, LIVES_SECONDS)


@cache
def _server() -> Any:
    url, bound = config().cache_url, SECONDS
    return redis.Redis.from_url(
        url, decode_responses=True, socket_connect_timeout=bound, socket_timeout=bound
    )
