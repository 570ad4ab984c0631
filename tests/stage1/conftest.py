"""Stage 1 in this process, on data of its own, without its sweep: a test asks for that itself."""

import json
import shutil
import threading

import pytest
from werkzeug.serving import make_server

from local import postgres
from payment_sandbox.app import create_app as create_sandbox
from shop import app, commands, config, db, keys, operations, sweep
from shop.payments import provider
from tests.drivers.stage import OVERRIDE

from .person import Person

SETTINGS = (
    "DATABASE_URL",
    "PUBLIC_URL",
    "PUBLIC_PORT",
    "PAYMENT_URL",
    "PAYMENT_KEY",
    "PAYMENT_PATIENCE",
)
SETTINGS += ("SHOP_STAFF_EMAIL", "SHOP_STAFF_PASSWORD", "FAULTS", "TRUSTED_PROXIES")
NOBODY = "http://127.0.0.1:9"  # the discard port, on which no process listens
KEY = "sk_test_of_this_run"


def pytest_addoption(parser):
    parser.addoption("--full-size", action="store_true", help="test_growth.py: ten times as much")


def forget():
    """What this process has kept of the shop it was before."""
    if db.engine.cache_info().currsize:
        db.engine().dispose()
    remembered = config.config, db.engine, keys.private_key, keys.public_key, provider._session
    for kept in (*remembered, operations.provider_is_up):
        kept.cache_clear()


def describe(monkeypatch, **values):
    """The shop's environment: these settings, and nothing else of this machine's."""
    for name in SETTINGS:
        monkeypatch.delenv(name, raising=False)
    given = {"PAYMENT_URL": NOBODY, "PAYMENT_KEY": KEY, **OVERRIDE, **values}
    for name, value in given.items():
        monkeypatch.setenv(name, value)
    forget()


@pytest.fixture
def settings(tmp_path, monkeypatch):
    """settings(NAME=value, …) says what shop this process is from then on."""
    monkeypatch.setattr(sweep, "start", lambda: None)
    yield lambda **values: describe(monkeypatch, **{"DATA": str(tmp_path / "data"), **values})
    forget()


@pytest.fixture(scope="session")
def two_goods(tmp_path_factory):
    """A folder like shared/catalog, with two products in it."""
    folder = tmp_path_factory.mktemp("goods")
    goods = json.loads((commands.GOODS / "products.json").read_text())
    goods = [good for good in goods if good["stock"]][:2]
    (folder / "products.json").write_text(json.dumps(goods))
    (folder / "pictures").mkdir()
    for good in goods:
        shutil.copy(commands.GOODS / "pictures" / good["picture"], folder / "pictures")
    return folder


@pytest.fixture(scope="session")
def prepared(tmp_path_factory, two_goods):
    """The data of a shop after its first start, to be copied."""
    data = tmp_path_factory.mktemp("prepared") / "data"
    with pytest.MonkeyPatch.context() as monkeypatch:
        monkeypatch.setattr(commands, "GOODS", two_goods)
        describe(monkeypatch, DATA=str(data))
        commands.prepare()
        forget()
    return data


@pytest.fixture
def open_shop(settings, prepared, two_goods, tmp_path, monkeypatch):
    """open_shop(NAME=value, …): a Flask application, prepared and ready to be asked."""
    monkeypatch.setattr(commands, "GOODS", two_goods)

    def make(**values):
        settings(**values)
        if "DATABASE_URL" in values:
            commands.prepare()
        else:
            shutil.copytree(prepared, tmp_path / "data")
        return app.create_app()

    return make


@pytest.fixture
def shop(open_shop):
    return open_shop().test_client()


@pytest.fixture
def staff(shop):
    return Person.seeded(shop, "staff")


@pytest.fixture(scope="session")
def sandbox(tmp_path_factory):
    """The address of a payment sandbox in a thread of this process."""
    data = tmp_path_factory.mktemp("sandbox")
    sandbox = create_sandbox({"DATA": str(data), "PAYMENT_KEY": KEY})
    server = make_server("127.0.0.1", 0, sandbox, threaded=True)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    thread.join()
    server.server_close()


@pytest.fixture(scope="session")
def postgres_server(tmp_path_factory):
    with postgres.running(tmp_path_factory.mktemp("postgres")) as url:
        yield url


@pytest.fixture
def postgres_url(postgres_server):
    """The address of an empty database."""
    with postgres.database(postgres_server) as url:
        yield url
        forget()


@pytest.fixture(params=["sqlite", "postgres"])
def database(request):
    """The DATABASE_URL of an empty database, of either kind; empty is the SQLite file."""
    return request.getfixturevalue("postgres_url") if request.param == "postgres" else ""
