"""The artefact, made once for all tests, and a local AWS with nothing on it."""

import json

import pytest

from deploy import artefact
from tests.drivers import aws


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
