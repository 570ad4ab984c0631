from contextlib import contextmanager

import pytest

from .load import Market
from .site import running

STAGE = "1"


@pytest.fixture(scope="module")
def sqlite(request, tmp_path_factory):
    """A shop for all tests of a file."""
    with _site("sqlite", request.session, tmp_path_factory) as site:
        yield site


@pytest.fixture(scope="module")
def postgres(request, tmp_path_factory):
    with _site("postgres", request.session, tmp_path_factory) as site:
        yield site


@pytest.fixture(scope="module")
def sqlite_market(sqlite):
    return Market(sqlite)


@pytest.fixture(scope="module")
def postgres_market(postgres):
    return Market(postgres)


@pytest.fixture(scope="module")
def services(request, tmp_path_factory):
    with _site("postgres", request.session, tmp_path_factory, "2") as site:
        yield site


@pytest.fixture(scope="module")
def services_market(services):
    return Market(services)


@pytest.fixture(scope="module")
def functions(request, tmp_path_factory):
    with _site("dynamodb", request.session, tmp_path_factory, "3") as site:
        yield site


@pytest.fixture(scope="module")
def functions_market(functions):
    return Market(functions)


@contextmanager
def _site(db, session, folders, stage=STAGE):
    failed = session.testsfailed
    with running(stage, db, folders.mktemp("faults") / db) as site:
        yield site
        assert session.testsfailed == failed, f"the shop's data is kept in {site.stage.data}"
