"""What each service may do on the two Valkey servers, tried with its own name and password: its own
work, and nothing to the keys, streams, queues and channels of the others."""

import pytest
import redis

from .redis_users import as_user

# {user: what it does on the durable server}
OWN = {
    "accounts": ["XADD stream:people * id 1", "SET outbox:accounts now", "EXISTS outbox:accounts"],
    "inventory": ["XADD stream:stock * id 1", "SET outbox:inventory now"],
    "orders": ["XADD stream:orders * id 1", "SET outbox:orders now", "LPUSH queue:orders:orders 1"],
    "catalog": ["SET outbox:catalog now", "LPUSH queue:catalog:catalog 1"],
    "cart": ["SET cart:ada {}", "GET cart:ada", "DEL cart:ada"],
    "notifications": [],
}
WITH_CLICKS = (("XADD", " * id 1"), ("XLEN", ""), ("XDEL", " 1-1"))  # it empties its own stream
for service in ("orders", "catalog", "cart", "notifications"):  # who follow streams
    OWN[service] += [f"HINCRBY tries:{service} event 1", f"EXPIRE tries:{service} 60"]
    OWN[service] += [f"HDEL tries:{service} event", f"XADD dead:{service} * id 1"]
OWN["catalog"] += [f"{word} stream:clicks{more}" for word, more in WITH_CLICKS]
READS = "XREADGROUP GROUP {group} me COUNT 1 STREAMS {stream} >"
FOLLOWED = {
    "cart-follower": ["stream:people"],
    "orders-follower": ["stream:people"],
    "catalog-follower": ["stream:orders", "stream:stock", "stream:clicks"],
    "notifications-follower": ["stream:orders", "stream:people"],
}
KEYS = ["cart:ada", "stream:people", "stream:stock", "stream:orders", "queue:orders:orders"]
KEYS += ["queue:catalog:catalog", "outbox:accounts", "outbox:inventory", "outbox:orders"]
KEYS += ["stream:clicks", "outbox:catalog", "tries:cart", "dead:orders", "of-nobody"]
TO_A_KEY = ["GET {}", "SET {} x", "DEL {}", "EXPIRE {} 1", "XADD {} * id 1", "LPUSH {} x"]
TO_A_KEY += ["XGROUP DESTROY {} orders", "XTRIM {} MAXLEN 0", "RENAME {} mine", "DUMP {}"]
TO_ALL = ["KEYS *", "SCAN 0", "FLUSHALL", "CONFIG GET *", "ACL LIST", "ACL SETUSER x", "MONITOR"]
TO_ALL += ["DEBUG SLEEP 0", "SCRIPT FLUSH", "CLIENT LIST", "REPLICAOF NO ONE", "SHUTDOWN NOSAVE"]
TO_ALL += ["PUBLISH a-channel x", "SUBSCRIBE a-channel", "PSUBSCRIBE *", "SAVE", "RANDOMKEY"]
NOT_FOR_ANYBODY = "DEBUG command not allowed"  # unless the server is started with it enabled
CACHE_USERS = ["gateway", "accounts", "catalog", "inventory", "cart", "orders", "payments"]
CACHE_USERS += ["notifications"]


def refused(client, words):
    """True if the server does not let the user do that."""
    try:
        client.execute_command(*words.split())
    except redis.exceptions.NoPermissionError:
        return True
    except redis.exceptions.ResponseError as error:
        return str(error).startswith(("NOPERM", NOT_FOR_ANYBODY))
    return False


@pytest.fixture(scope="module")
def opened(redis_url, cache_url):
    """opened(server, user): a connection, with the user's own password."""
    urls, made = {"redis": redis_url, "cache": cache_url}, {}

    def connect(server, user):
        if (server, user) not in made:
            url = urls[server] if user == "operator" else as_user(urls[server], user)
            made[server, user] = redis.Redis.from_url(url, decode_responses=True)
        return made[server, user]

    for server in urls:
        connect(server, "operator").flushall()
    yield connect
    for client in made.values():
        client.close()


def may_touch(user):
    """The keys of the durable server that are the user's, by its own work above."""
    own = {words.split()[1] for words in OWN.get(user, [])}
    return own | set(FOLLOWED.get(user, []))


@pytest.mark.parametrize("user", OWN)
def test_a_service_does_its_own_work(user, opened):
    assert [words for words in OWN[user] if refused(opened("redis", user), words)] == []


@pytest.mark.parametrize("user", FOLLOWED)
def test_a_follower_reads_its_streams_and_writes_to_none(user, opened):
    client = opened("redis", user)
    for stream in FOLLOWED[user]:
        group = user.removesuffix("-follower")
        assert not refused(client, f"XGROUP CREATE {stream} {group} 0 MKSTREAM")
        assert not refused(client, READS.format(group=group, stream=stream))
        for words in (*TO_A_KEY, "XDEL {} 1-1", "XGROUP SETID {} orders $"):
            assert refused(client, words.format(stream)), words


@pytest.mark.parametrize("user", [*OWN, *FOLLOWED])
def test_it_touches_no_key_of_another(user, opened):
    client, others = opened("redis", user), [key for key in KEYS if key not in may_touch(user)]
    done = [w.format(key) for key in others for w in TO_A_KEY if not refused(client, w.format(key))]
    read = [key for key in others if not refused(client, READS.format(group="x", stream=key))]
    assert (done, read) == ([], [])


@pytest.mark.parametrize("user", [*OWN, *FOLLOWED, "supervisor"])
def test_it_does_nothing_to_the_whole_server(user, opened):
    assert [words for words in TO_ALL if not refused(opened("redis", user), words)] == []


@pytest.mark.parametrize("user", [*CACHE_USERS, "supervisor"])
def test_it_does_nothing_to_the_whole_cache(user, opened):
    assert [words for words in TO_ALL if not refused(opened("cache", user), words)] == []


@pytest.mark.parametrize("user", CACHE_USERS)
def test_only_accounts_writes_what_is_remembered_of_a_session(user, opened):
    client = opened("cache", user)
    assert refused(client, "SET session:ada x") == (user != "accounts")
    assert refused(client, "GET session:ada") == (user == "gateway")
    if user != "accounts":
        refused(client, f"EVAL return(redis.call('SET','session:ada','{user}')) 1 session:ada")
        assert opened("cache", "operator").get("session:ada") != user


@pytest.mark.parametrize("user", CACHE_USERS)
def test_products_are_the_catalogs_and_counts_the_gateways(user, opened):
    client = opened("cache", user)
    assert refused(client, "HSET product:tea thing {}") == (user != "catalog")
    assert refused(client, "INCRBY requests:1:me 1") == (user != "gateway")
    assert refused(client, "PUBLISH catalog-changed x") == (user != "catalog")


@pytest.mark.parametrize("server", ["redis", "cache"])
def test_without_a_name_or_with_anothers_password_nobody_gets_in(server, opened, redis_url):
    where = opened(server, "operator").connection_pool.connection_kwargs
    for name, password in [
        (None, None),
        (None, "secret"),
        ("default", "secret"),
        ("accounts", "the-secret-of-cart"),
        ("operator", "the-secret-of-accounts"),
    ]:
        client = redis.Redis(port=where["port"], username=name, password=password)
        with pytest.raises(redis.exceptions.AuthenticationError):
            client.ping()
