"""Stopping one part of stage 2 for a while."""

from contextlib import contextmanager

import psycopg
import redis

SERVICES = ("accounts", "catalog", "inventory", "cart", "orders", "payments", "notifications")
WORKERS = ("catalog-worker", "orders-worker")
BELOW = ("redis", "cache", "postgres", "objects", "sandbox", "identity")
ONE_DATABASE = "database payments"
FORGOTTEN = "accounts, a minute on"  # when what the others remember of people has run out
ALL = (*SERVICES, FORGOTTEN, *WORKERS, *BELOW, ONE_DATABASE)


@contextmanager
def away(stage, name):
    """name: of ALL."""
    if name == ONE_DATABASE:
        with _shut(stage, "payments"):
            yield
        return
    part = name.partition(",")[0]
    stage.stop(part)
    if name == FORGOTTEN:
        forget_all(stage)
    yield
    stage.start(part)
    stage.wait_ready(part)


def forget_all(stage):
    """Empties the cache, as a restart of it would."""
    port, password = stage.run["parts"]["cache"]["port"], stage.secret("redis_password")
    with redis.Redis(port=port, username="operator", password=password) as cache:
        cache.flushall()


@contextmanager
def _shut(stage, name):
    """One database of the server: no connection is accepted, and open ones are closed.

    Its owner may do that, and keeps the session that can undo it.
    """
    with psycopg.connect(_url(stage, name), autocommit=True) as own:
        own.execute(f"ALTER DATABASE {name} CONNECTION LIMIT 0")
        own.execute(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
            " WHERE datname = %s AND pid <> pg_backend_pid()",
            [name],
        )
        yield
        own.execute(f"ALTER DATABASE {name} CONNECTION LIMIT -1")


def _url(stage, name):
    port = stage.run["parts"]["postgres"]["port"]
    return f"postgresql://{name}:{stage.secret(f'{name}_database')}@127.0.0.1:{port}/{name}"
