"""Every operation of openapi.yaml is served, and every route is written there."""

import re

import pytest
import yaml

from shop.config import BASE
from tests.layout.house import ROOT

METHODS = {"get", "put", "post", "delete", "patch", "trace"}
BY_ITSELF = {"HEAD", "OPTIONS"}  # the contract has them for all paths at once


def written(text):
    """{(method, path)} with each parameter as {}."""
    paths = yaml.safe_load(text)["paths"]
    return {
        (method.upper(), re.sub(r"\{\w+\}", "{}", path))
        for path, operations in paths.items()
        for method in operations.keys() & METHODS
    }


def served(app):
    return {
        (method, re.sub(r"<[^>]+>", "{}", rule.rule.removeprefix(BASE)))
        for rule in app.url_map.iter_rules()
        for method in rule.methods - BY_ITSELF
    }


@pytest.fixture
def app(open_shop):
    return open_shop()


@pytest.fixture(scope="module")
def contract():
    return written((ROOT / "shared/openapi.yaml").read_text("utf-8"))


def test_what_is_written_is_served(app, contract):
    assert contract - served(app) == set()


def test_what_is_served_is_written(app, contract):
    assert served(app) - contract == set()


def test_a_route_that_is_not_written_is_found(app, contract):
    app.add_url_rule(f"{BASE}/users/<user_id>/wishes", view_func=str, methods=["POST"])
    assert served(app) - contract == {("POST", "/users/{}/wishes")}


def test_an_operation_that_is_not_served_is_found(app):
    text = "paths:\n  /health:\n    get: {}\n    put: {}\n    parameters: []\n"
    assert written(text) - served(app) == {("PUT", "/health")}


def test_the_names_of_the_parameters_are_the_contracts(app, contract):
    """So that a reader finds one thing under one name."""
    text = (ROOT / "shared/openapi.yaml").read_text("utf-8")
    names = {re.sub(r"\{(\w+)\}", r"<\1>", path) for path in yaml.safe_load(text)["paths"]}
    assert {rule.rule.removeprefix(BASE) for rule in app.url_map.iter_rules()} == names


def test_every_path_answers_head_and_options(app):
    client = app.test_client()
    for rule in app.url_map.iter_rules():
        path = re.sub(r"<[^>]+>", "x", rule.rule)
        answer = client.options(path)
        assert answer.status_code == 204
        allowed = set(answer.headers["Allow"].split(", "))
        assert "OPTIONS" in allowed
        assert ("HEAD" in allowed) == ("GET" in allowed)
        assert rule.methods <= allowed
