"""Valkey dies and restarts without its data, except for the carts."""

import json

import redis

QUEUE = "redis and its queue"

# In one step, as when a disk is lost: no client may see half of it.
_KEEP_CARTS = """
local lost = 0
for _, key in ipairs(redis.call('KEYS', '*')) do
  if string.sub(key, 1, 5) ~= 'cart:' then lost = lost + redis.call('DEL', key) end
end
return lost
"""


def lose_the_queue(site):
    """Delete tasks, streams, consumer groups, and the marks of published events."""
    site.kill("redis")
    site.wait_ready("redis")
    lost = connected(site).eval(_KEEP_CARTS, 0)
    assert lost, "there was nothing to lose"


def connected(site):
    secrets = json.loads((site.stage.data / "secrets.json").read_text())
    port = site.stage.run["parts"]["redis"]["port"]
    url = f"redis://operator:{secrets['redis_password']}@127.0.0.1:{port}/0"
    return redis.Redis.from_url(url, decode_responses=True)
