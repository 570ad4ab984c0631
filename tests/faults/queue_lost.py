"""Valkey dies and comes back without what it was told: its disk is lost, but for the carts."""

import json

import redis

QUEUE = "redis and its queue"

# All at once, as a disk is lost: nobody may see one half of it gone.
_KEEP_CARTS = """
local lost = 0
for _, key in ipairs(redis.call('KEYS', '*')) do
  if string.sub(key, 1, 5) ~= 'cart:' then lost = lost + redis.call('DEL', key) end
end
return lost
"""


def lose_the_queue(site):
    """Tasks, streams, groups of consumers, and the marks that say what was told."""
    site.kill("redis")
    site.wait_ready("redis")
    lost = connected(site).eval(_KEEP_CARTS, 0)
    assert lost, "there was nothing to lose"


def connected(site):
    secrets = json.loads((site.stage.data / "secrets.json").read_text())
    port = site.stage.run["parts"]["redis"]["port"]
    url = f"redis://operator:{secrets['redis_password']}@127.0.0.1:{port}/0"
    return redis.Redis.from_url(url, decode_responses=True)
