"""Version 2 is made of version 1, and nothing of it is out of date."""

import copy

import yaml
from openapi_schema_validator import OAS31Validator
from openapi_spec_validator import OpenAPIV31SpecValidator

from . import make_version2, version2_document
from .documents import followed, nodes

CONTRACT = make_version2.document()
V2 = yaml.safe_load(make_version2.V2.read_text("utf-8"))
MONEY = {"amount", "currency"}


def test_the_table_and_the_document_are_up_to_date():
    """If not: make openapi."""
    assert make_version2.PLACES.read_text("utf-8") == make_version2.places_text(CONTRACT)
    assert make_version2.V2.read_text("utf-8") == version2_document.text(CONTRACT)


def test_version_2_is_valid_openapi():
    OpenAPIV31SpecValidator(V2).validate()


def test_each_example_is_what_its_schema_says():
    found = 0
    for node in nodes(V2):
        for schema, example in _examples(node):
            whole = {"allOf": [schema], "components": V2["components"]}
            checker = OAS31Validator.FORMAT_CHECKER
            OAS31Validator(whole, format_checker=checker).validate(example)
            found += 1
    assert found > 80


def test_no_money_is_left_in_cents():
    marked = [node for node in nodes(CONTRACT) if node.get("x-money") is True]
    objects = [node for node in nodes(V2) if isinstance(node.get("properties"), dict)]
    money = [node for node in objects if set(node["properties"]) == MONEY]
    assert len(money) == len(marked) > 5
    assert not [node for node in nodes(V2) if "x-money" in node or "x-own-resource" in node]


def test_the_currency_is_nowhere_but_in_money():
    objects = [node for node in nodes(V2) if isinstance(node.get("properties"), dict)]
    holders = [node for node in objects if "currency" in node["properties"]]
    assert all(set(node["properties"]) == MONEY for node in holders)


def test_an_order_has_its_lines_elsewhere():
    assert "lines" not in V2["components"]["schemas"]["Order"]["properties"]
    own = V2["paths"]["/orders/{order_id}/lines"]["get"]
    assert own["x-roles"] == V2["paths"]["/orders/{order_id}"]["get"]["x-roles"]
    assert set(V2["paths"]) - set(CONTRACT["paths"]) == {"/orders/{order_id}/lines"}


def test_new_money_needs_no_code():
    """A new operation is in the table as soon as its schema marks the money."""
    more = copy.deepcopy(CONTRACT)
    fee = {"type": "object", "properties": {"fees": {"type": "array", "items": {"x-money": True}}}}
    content = {"application/json": {"schema": {"properties": {"data": fee}}}}
    more["paths"]["/fees"] = {"get": {"responses": {"200": {"content": content}}}}
    assert '"GET /fees": ("data/fees/* money",)' in make_version2.places_text(more)


def _examples(node):
    """(schema, example) pairs of a parameter, a header or a media type."""
    schema = node.get("schema")
    if isinstance(schema, dict) and ("$ref" in schema or "type" in schema or "allOf" in schema):
        if "example" in node:
            yield schema, node["example"]
        for each in node.get("examples", {}).values():
            yield schema, followed(V2, each)["value"]
