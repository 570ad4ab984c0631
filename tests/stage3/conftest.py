"""The artefact, made once for all tests, and a local AWS with nothing on it."""

import json

import pytest
import yaml

from chalicelib import aws as aws_of_functions
from chalicelib.config import config
from deploy import artefact
from tests.drivers import aws
from tests.drivers.stage import ROOT

STAGE = ROOT / "stage3-serverless"


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


@pytest.fixture(scope="session")
def made_tables(dynamodb):
    """{the variable that names it to a function: the table's name}"""
    named = {}
    words = ("TableName", "BillingMode", "AttributeDefinitions", "KeySchema")
    for each in yaml.safe_load((STAGE / "resources.yaml").read_text())["Resources"].values():
        if each.get("Type") == "AWS::DynamoDB::Table":
            asked = {word: each["Properties"][word] for word in words}
            indexes = each["Properties"].get("GlobalSecondaryIndexes")
            dynamodb.create_table(
                **asked, **({"GlobalSecondaryIndexes": indexes} if indexes else {})
            )
            named[f"TABLE_{asked['TableName'].removeprefix('shop-').upper()}"] = asked["TableName"]
    return named


@pytest.fixture
def tables(dynamodb, made_tables, monkeypatch):
    """This process is like a function's that knows all tables of the shop, and only them."""
    for variable, name in made_tables.items():
        monkeypatch.setenv(variable, name)
    config.cache_clear()
    monkeypatch.setattr(aws_of_functions, "client", {"dynamodb": dynamodb}.__getitem__)
    yield
    config.cache_clear()
