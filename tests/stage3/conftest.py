"""The artefact, made once for all tests, and a local AWS with nothing on it."""

import json

import pytest

from deploy import artefact
from tests.drivers import aws


def pytest_addoption(parser):
    parser.addoption("--kill-aws", action="store_true", help="kill it too, which takes long")


@pytest.fixture
def long(request):
    """For tests that are too long for `make test`."""
    if not request.config.getoption("--kill-aws", False):
        pytest.skip("only with --kill-aws, as in make verify")


@pytest.fixture(scope="session")
def made(tmp_path_factory):
    """(zip, template file)"""
    return artefact.made(tmp_path_factory.mktemp("artefact") / "artefact")


@pytest.fixture(scope="session")
def template(made):
    return json.loads(made[1].read_text())


@pytest.fixture(scope="session")
def dynamodb(tmp_path_factory):
    """A client of the emulator's."""
    with aws.running(tmp_path_factory.mktemp("aws")) as client:
        yield client("dynamodb")
