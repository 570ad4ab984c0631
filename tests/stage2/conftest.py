"""What a service alone stands on: a database of its own, the two Valkey servers, and stand-ins for
its neighbours. One server of each kind for all tests; one process of a service for a module."""

import importlib
import json
import secrets
import sys
import time
from contextlib import ExitStack

import pytest
import redis
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from local import postgres
from shop_rules import headers, ids
from tests.layout.house import ROOT

import chassis
from chassis import calls, config, connections, db, discovery, keys, service_tokens

from . import alone, callers, redis_users
from . import neighbours as stand_ins

NOBODY = "http://127.0.0.1:9"  # the discard port, on which no process listens
GRPC = ROOT / "docs/variants/grpc/overlay/stage2-services"  # of the variant grpc
WITHIN = 30  # seconds: what is to come by itself comes


@pytest.fixture(scope="session")
def postgres_server(tmp_path_factory):
    with postgres.running(tmp_path_factory.mktemp("postgres")) as url:
        yield url


@pytest.fixture(scope="session")
def redis_url(tmp_path_factory):
    with redis_users.running(tmp_path_factory.mktemp("redis")) as url:
        yield url


@pytest.fixture(scope="session")
def cache_url():
    with redis_users.running("--cache") as url:
        yield url


@pytest.fixture(scope="session")
def private_key():
    return Ed25519PrivateKey.generate()


@pytest.fixture(scope="session")
def public_key_file(tmp_path_factory, private_key):
    file = tmp_path_factory.mktemp("keys") / "token-public-key.pem"
    file.write_bytes(callers.public_pem(private_key))
    return file


@pytest.fixture(scope="session")
def own_settings(tmp_path_factory, redis_url, cache_url):
    """own_settings(service): who it is to the others and to Valkey."""
    folder = tmp_path_factory.mktemp("service-keys")
    for name, key in callers.KEYS.items():
        (folder / f"{name}.pem").write_bytes(callers.public_pem(key))
        (folder / f"{name}-private.pem").write_bytes(callers.private_pem(key))
    return lambda service: {
        "SERVICE": service,
        **redis_users.settings(service, redis_url, cache_url),
        "SERVICE_PRIVATE_KEY": str(folder / f"{service}-private.pem"),
        "SERVICE_PUBLIC_KEYS": str(folder),
    }


@pytest.fixture(scope="session")
def all_neighbours():
    with stand_ins.running() as neighbours:
        yield neighbours


@pytest.fixture
def neighbours(all_neighbours):
    """They know no users and no data until a test adds some."""
    all_neighbours.forget()
    return all_neighbours


@pytest.fixture(scope="module")
def database(postgres_server):
    with postgres.database(postgres_server) as url:
        yield url
        forget()


@pytest.fixture(scope="module")
def settings(database, redis_url, cache_url, public_key_file, all_neighbours):
    """The environment of the service this module is about, whichever it is; the two Valkey servers
    as their operator sees them, who may do everything."""
    for url in (redis_url, cache_url):
        redis.Redis.from_url(url).flushall()
    return {
        "CHEAP_PASSWORDS": "1",
        "DATABASE_URL": database,
        "REDIS_URL": redis_url,
        "CACHE_URL": cache_url,
        "TOKEN_PUBLIC_KEY": str(public_key_file),
        "PICTURES_URL": NOBODY,
        "PAYMENT_URL": NOBODY,
        "PAYMENT_KEY": "sk_test_of_this_run",
        **all_neighbours.settings(),
    }


@pytest.fixture(scope="module")
def start(settings, own_settings, tmp_path_factory):
    """start(part, NAME=value, …) → its Door; each runs until the module ends."""
    with ExitStack() as stack:

        def begin(part, **more):
            service = part.removesuffix("-worker")
            folder = alone.copied(service, tmp_path_factory.mktemp(part) / "services")
            env = alone.environment(folder, {**settings, **own_settings(service), **more})
            address = stack.enter_context(alone.running(part, folder, env))
            return callers.Door(part, address, folder, env)

        yield begin


@pytest.fixture
def inside(settings, own_settings, monkeypatch, tmp_path):
    """inside(service, NAME=value, …): this process is that service from then on."""

    def become(service, **more):
        values = {"DATA": str(tmp_path), **settings, **own_settings(service), **more}
        for name, value in values.items():
            monkeypatch.setenv(name, value)
        forget()

    yield become
    forget()


def forget():
    """What this process has kept of the service it was before."""
    if db.engine.cache_info().currsize:
        db.engine().dispose()
    kept = (config.config, db.engine, connections.durable, connections.volatile)
    kept += (connections.followed, calls._session)
    for function in (*kept, keys.public_key, keys.private_key, keys.own_key, keys.key_of):
        function.cache_clear()
    calls._breakers.clear()
    service_tokens._last.clear()
    service_tokens._verified.cache_clear()
    discovery._known.update(read_at=0.0, addresses={})


@pytest.fixture
def person(neighbours, private_key):
    return callers.Person(neighbours, private_key)


@pytest.fixture
def staff(neighbours, private_key):
    return callers.Person(neighbours, private_key, "staff")


@pytest.fixture
def durable(settings):
    """The durable Valkey, for its operator."""
    with redis.Redis.from_url(settings["REDIS_URL"], decode_responses=True) as opened:
        yield opened


@pytest.fixture
def tell(durable):
    """tell(stream, event id, NAME=value, …): an event, as the outbox of its teller publishes it."""

    def add(stream, event_id=None, **content):
        fields = {"id": event_id or ids.new_id(), "content": json.dumps(content)}
        durable.xadd(f"stream:{stream}", {**fields, "traceparent": headers.traceparent(None)})

    return add


@pytest.fixture
def a_key():
    """A new Idempotency-Key."""
    return lambda: {"Idempotency-Key": secrets.token_hex(8)}


@pytest.fixture
def soon():
    """soon(question) → its first true answer; fails if there is none for too long."""

    def wait(question):
        deadline = time.monotonic() + WITHIN
        while not (answer := question()):
            assert time.monotonic() < deadline, "that never came"
            time.sleep(0.05)
        return answer

    return wait


@pytest.fixture(scope="module")
def added_by_grpc():
    """Imports a module of the variant grpc, beside those of the stage."""
    sys.path.append(str(GRPC))
    chassis.__path__.append(str(GRPC / "chassis"))
    yield importlib.import_module
    sys.path.remove(str(GRPC))
    chassis.__path__.remove(str(GRPC / "chassis"))
    for name in [name for name in sys.modules if name.split(".")[0] == "rpc"]:
        del sys.modules[name]
    for name in ("deadlines", "rpc_errors", "rpc_server", "rpc"):
        if sys.modules.pop(f"chassis.{name}", None):
            delattr(chassis, name)
