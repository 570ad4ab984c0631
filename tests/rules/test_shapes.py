"""The shapes the code names are what openapi.yaml promises: the same fields of the same types."""

from pathlib import Path
from types import NoneType, UnionType
from typing import (
    Literal,
    NewType,
    NotRequired,
    Union,
    get_args,
    get_origin,
    get_type_hints,
    is_typeddict,
)

import pytest
import yaml

from shop_rules import click_counts, imports, openid, problems, roles, shapes

FILE = Path(__file__).parents[2] / "shared" / "openapi.yaml"
SCHEMAS = yaml.safe_load(FILE.read_text("utf-8"))["components"]["schemas"]
NAMES = {str: "string", int: "integer", bool: "boolean", NoneType: "null"}

MANY = 100  # a type does not name that many values: countries

# The schema of each shape: its name, or a path to where it stands.
WHERE = {
    "User": "User",
    "Authorization": "AuthorizationAnswer/properties/data",
    "Identity": "Identity",
    "AuditEntry": "AuditEntry",
    "Tokens": "TokensAnswer/properties/data",
    "Product": "Product",
    "ListedProduct": "ListedProduct",
    "ProductImport": "ProductImport",
    "RowError": "RowError",
    "Bestseller": "BestsellersAnswer/properties/data/items",
    "Step": "FunnelStep",
    "Funnel": "FunnelAnswer/properties/data",
    "Trend": "TrendingAnswer/properties/data/items",
    "Stock": "StockAnswer/properties/data",
    "Adjustment": "Adjustment",
    "Line": "Line",
    "Cart": "CartAnswer/properties/data",
    "Address": "Order/properties/shipping_address/oneOf/0",
    "Shipment": "Shipment",
    "Entry": "Order/properties/history/items",
    "Order": "Order",
    "Payment": "PaymentAnswer/properties/data",
    "Notification": "NotificationsAnswer/properties/data/items",
    "Fault": "Errors/items",
    "Problem": "Problem",
}
NAMED = vars(shapes) | {"Authorization": openid.Authorization, "Identity": openid.Identity}
SHAPES = {name: value for name, value in NAMED.items() if is_typeddict(value)}
SHAPES |= {"ProductImport": imports.ProductImport, "RowError": imports.RowError}
SHAPES |= {name: vars(click_counts)[name] for name in ("Step", "Funnel", "Trend")}
SHAPES |= {"AuditEntry": roles.AuditEntry, "Fault": problems.Fault, "Problem": problems.Problem}
# Those that only some refusals have stand with the status that has them.
OF_SOME_REFUSALS = {"errors", "dependencies"}


def coded(kind):
    """A type as JSON knows it: {"string"}, {"array": …}, {"object": {field: (needed, …)}}."""
    if isinstance(kind, NewType):
        return coded(kind.__supertype__)
    if is_typeddict(kind):
        fields = get_type_hints(kind, include_extras=True)
        left_out = OF_SOME_REFUSALS if kind is problems.Problem else set()
        named = {name: hint for name, hint in fields.items() if name not in left_out}
        return {"object": {name: _field(kind, name, hint) for name, hint in named.items()}}
    if get_origin(kind) in (Union, UnionType):
        return [part for choice in get_args(kind) for part in _listed(coded(choice))]
    if get_origin(kind) is Literal:
        return list(get_args(kind))
    if get_origin(kind) is list:
        return {"array": coded(*get_args(kind))}
    return NAMES[kind]


def _field(kind, name, hint):
    inner = get_args(hint)[0] if get_origin(hint) is NotRequired else hint
    return name in kind.__required_keys__, coded(inner)


def _listed(form):
    return form if isinstance(form, list) else [form]


def promised(schema):
    """The same of a schema."""
    schema = whole(schema)
    if schema["properties"]:
        fields = schema["properties"].items()
        return {"object": {name: (name in schema["required"], promised(of)) for name, of in fields}}
    if "oneOf" in schema:
        return [part for choice in schema["oneOf"] for part in _listed(promised(choice))]
    if "enum" in schema or "const" in schema:
        values = schema.get("enum", [schema.get("const")])
        if len(values) > MANY:
            return NAMES[type(values[0])]
        return ["null" if value is None else value for value in values]
    if schema["type"] == "array":
        return {"array": promised(schema["items"])}
    return schema["type"]


def whole(schema):
    """A schema in one piece: with all it refers to and is made of."""
    made_of = schema.get("allOf", [])
    made_of = (
        [SCHEMAS[schema["$ref"].rpartition("/")[2]], *made_of] if "$ref" in schema else made_of
    )
    so_far = {"properties": {}, "required": []}
    for part in (*map(whole, made_of), schema):
        properties = so_far["properties"] | part.get("properties", {})
        required = so_far["required"] + part.get("required", [])
        so_far = {**so_far, **part, "properties": properties, "required": required}
    return so_far


def at(path):
    name, *rest = path.split("/")
    schema = SCHEMAS[name]
    for step in rest:
        schema = schema[int(step) if step.isdigit() else step]
    return schema


def sorted_form(form):
    """In one order, where the order says nothing."""
    if isinstance(form, list):
        return sorted((sorted_form(one) for one in form), key=str)
    if isinstance(form, dict):
        return {name: sorted_form(value) for name, value in form.items()}
    return (form[0], sorted_form(form[1])) if isinstance(form, tuple) else form


@pytest.mark.parametrize("name", WHERE)
def test_a_shape_is_what_the_contract_promises(name):
    shape = coded(SHAPES[name])
    assert sorted_form(shape) == sorted_form(promised(at(WHERE[name])))


def test_every_shape_is_compared():
    assert set(SHAPES) - {"TypedDict"} == set(WHERE)
