"""The written contract itself: valid, complete for each operation, and true to its own examples."""

from pathlib import Path

import jsonschema
import pytest
import yaml
from openapi_schema_validator import OAS31Validator
from openapi_spec_validator import OpenAPIV31SpecValidator

from shop_rules.countries import ALPHA_2
from shop_rules.orders import STATUSES

FILE = Path(__file__).parents[2] / "shared" / "openapi.yaml"
DOCUMENT = yaml.safe_load(FILE.read_text(encoding="utf-8"))
OPERATIONS = {
    f"{method.upper()} {path}": operation
    for path, item in DOCUMENT["paths"].items()
    for method, operation in item.items()
    if method != "parameters"
}
FEATURES = ["accounts", "catalog", "inventory", "cart", "orders", "payments", "notifications"]
BOUNDS = {5, 15, 30, 150}

each_operation = pytest.mark.parametrize("operation", OPERATIONS.values(), ids=OPERATIONS)


def _followed(node):
    """What a reference points to."""
    while "$ref" in node:
        target = DOCUMENT
        for step in node["$ref"].removeprefix("#/").split("/"):
            target = target[step]
        node = target
    return node


def _nodes(node, place="#"):
    """Every mapping in the document, and where it stands."""
    if isinstance(node, dict):
        yield place, node
    for key, child in node.items() if isinstance(node, dict) else enumerate(node):
        if isinstance(child, dict | list):
            yield from _nodes(child, f"{place}/{key}")


def _examples(node):
    """Those of a parameter, a header or a media type."""
    single = [node["example"]] if "example" in node else []
    return single + [_followed(named)["value"] for named in node.get("examples", {}).values()]


def _examples_with_schema():
    for place, node in _nodes(DOCUMENT):
        if isinstance(node.get("schema"), dict):
            for example in _examples(node):
                yield pytest.param(node["schema"], example, id=place)


def _json(has_content):
    return has_content.get("content", {}).get("application/json")


def _check(schema, example):
    """Raises jsonschema.ValidationError."""
    whole = {"allOf": [schema], "components": DOCUMENT["components"]}
    OAS31Validator(whole, format_checker=OAS31Validator.FORMAT_CHECKER).validate(example)


def test_it_is_valid_openapi():
    OpenAPIV31SpecValidator(DOCUMENT).validate()


@pytest.mark.parametrize("schema, example", list(_examples_with_schema()))
def test_an_example_is_what_its_schema_says(schema, example):
    _check(schema, example)


@pytest.mark.parametrize(
    "part, more", [("data", {"hash": "x"}), ("data", {"id": "7"}), ("meta", {"next_cursor": "x"})]
)
def test_an_example_with_a_fault_would_be_noticed(part, more):
    answer = {"$ref": "#/components/schemas/UserAnswer"}
    ada = DOCUMENT["components"]["examples"]["Ada"]["value"]
    with pytest.raises(jsonschema.ValidationError):
        _check(answer, {**ada, part: {**ada[part], **more}})


@each_operation
def test_an_operation_has_a_name_a_summary_and_one_feature(operation):
    verb, _, noun = operation["operationId"].partition("_")
    assert verb.islower() and noun.islower()
    assert operation["summary"].strip() and operation["description"].strip()
    assert len(operation["tags"]) == 1 and operation["tags"][0] in [*FEATURES, "operations"]


def test_no_two_operations_have_the_same_name():
    names = [operation["operationId"] for operation in OPERATIONS.values()]
    assert sorted(names) == sorted(set(names))


def test_the_features_are_described_in_order():
    assert [tag["name"] for tag in DOCUMENT["tags"]] == [*FEATURES, "operations"]
    assert all(tag["description"].strip() for tag in DOCUMENT["tags"])


@each_operation
def test_an_operation_shows_a_success(operation):
    successes = [_followed(r) for status, r in operation["responses"].items() if status < "300"]
    assert successes
    for success in successes:
        for media_type, content in success.get("content", {}).items():
            assert media_type.startswith("image/") or _examples(content), media_type


@each_operation
def test_a_private_operation_declares_401(operation):
    is_private = operation.get("security", DOCUMENT["security"]) != []
    assert "401" in operation["responses"] or not is_private


@each_operation
def test_an_operation_with_a_json_body_declares_how_that_is_refused(operation):
    content = _json(operation.get("requestBody", {}))
    if content:
        assert {"400", "413", "415", "422"} <= operation["responses"].keys()
        assert _examples(content)


@each_operation
def test_an_answer_carries_the_request_id(operation):
    for status, answer in operation["responses"].items():
        assert "X-Request-ID" in _followed(answer)["headers"], status


@each_operation
def test_a_body_with_an_unknown_field_does_not_fit(operation):
    content = _json(operation.get("requestBody", {}))
    for example in _examples(content or {}):
        for _, node in list(_nodes(example)):
            node["unknown"] = 1
            with pytest.raises(jsonschema.ValidationError):
                _check(content["schema"], example)
            del node["unknown"]


def test_every_eventually_has_one_of_the_bounds():
    promises = [node["x-eventually"] for _, node in _nodes(DOCUMENT) if "x-eventually" in node]
    assert BOUNDS == {promise["within_seconds"] for promise in promises}
    assert all(promise["what"].strip() for promise in promises)


def test_every_link_leads_to_an_operation():
    links = [link for _, node in _nodes(DOCUMENT) for link in node.get("links", {}).values()]
    names = {operation["operationId"] for operation in OPERATIONS.values()}
    assert links and all(link["operationId"] in names for link in links)


def test_no_component_is_left_over():
    used = {node["$ref"] for _, node in _nodes(DOCUMENT) if "$ref" in node}
    used.add("#/components/responses/MethodNotAllowed")  # of the methods that are not written
    for kind in DOCUMENT["components"].keys() - {"securitySchemes"}:
        for name in DOCUMENT["components"][kind]:
            assert f"#/components/{kind}/{name}" in used


def test_countries_and_states_are_those_of_the_rules():
    schemas = DOCUMENT["components"]["schemas"]
    assert set(schemas["Country"]["enum"]) == ALPHA_2
    assert schemas["OrderStatus"]["enum"] == list(STATUSES)
