"""openapi-v2.yaml, made from openapi.yaml."""

import copy

import yaml

from shop_rules import version2, version2_places
from shop_rules.pricing import CURRENCY

from .documents import dumped, followed, nodes

COMMENT = "# Made from openapi.yaml by `make openapi`. Change that file.\n"
MONEY, OWN, JSON = "x-money", "x-own-resource", "application/json"
# Sentences of version 1 that version 2 has in another form.
SENTENCES = {
    "to a base URL that ends in `/api/v1`": "to a base URL that ends in `/api/v2`",
    "- **Money** is integer cents of the shop's one currency, EUR.": (
        "- **Money** is an object: `amount` in integer cents, and `currency`, EUR. In a query it "
        "is cents."
    ),
}


def text(contract):
    """contract: openapi.yaml. It stays as it is."""
    made = copy.deepcopy(contract)
    _adapt_examples(made)
    made["paths"] = dict(_paths(made))
    for node in list(nodes(made)):
        _drop_currency(contract, node)
    for node in list(nodes(made)):
        _replace_money(node)
    info = made["info"]
    told, heading, versions = info["description"].partition("## Versions")
    for old, new in SENTENCES.items():
        assert told.count(old) == 1, f"openapi.yaml says no longer: {old}"
        told = told.replace(old, new)
    info |= {"title": f"{info['title']}, version 2", "version": "2.0.0", "description": told}
    made = yaml.safe_load(dumped(made).replace("/api/v1", "/api/v2"))
    made["info"]["description"] += heading + versions  # it names both
    return COMMENT + dumped(made)


def _adapt_examples(made):
    """As the shop adapts its answers, by the same places."""
    done = set()
    for name, operation in zip(version2.NAMES, version2.OPERATIONS, strict=True):
        method, _, path = name.partition(" ")
        if name in version2_places.PARTS:
            continue
        written = made["paths"][path][method.lower()]
        for holder, key in _examples(made, written.get("requestBody", {})):
            _as_sent(holder[key], operation.body)
        for status, answer in written["responses"].items():
            for holder, key in _examples(made, answer) if status.startswith("2") else ():
                if id(holder) not in done:
                    done.add(id(holder))
                    version2.adapt(holder[key], operation.answer)


def _as_sent(value, tree):
    currency = value.pop("currency", CURRENCY)
    for name in tree:
        value[name] = {"amount": value[name], "currency": currency}


def _examples(document, node):
    """Where each is: (a mapping, its key)."""
    content = followed(document, node).get("content", {}).get(JSON, {})
    if "example" in content:
        yield content, "example"
    for each in content.get("examples", {}).values():
        yield followed(document, each), "value"


def _paths(made):
    """Those of version 1, and after each the resources that are a field of it there."""
    for path, item in made["paths"].items():
        yield path, item
        for name, field in version2_places.PARTS.items():
            if name.rpartition("/")[0] == f"GET {path}":
                schema = _taken_out(made, field)
                yield name.removeprefix("GET "), _part(item, schema, schema.pop(OWN))


def _taken_out(made, field):
    """The schema of a field that is a resource of its own."""
    (holder,) = [
        node
        for node in nodes(made)
        if OWN in node.get("properties", {}).get(field, {}) and "required" in node
    ]
    holder["required"].remove(field)
    return holder["properties"].pop(field)


def _part(item, schema, own):
    whole = item["get"]
    answer = {"allOf": [{"$ref": "#/components/schemas/Success"}], "properties": {"data": schema}}
    found = {**whole["responses"]["200"], "description": schema["description"]}
    found["content"] = {JSON: {"schema": answer | {"unevaluatedProperties": False}}}
    found.pop("links", None)
    get = {name: whole[name] for name in ("tags", "x-roles", "description")}
    get |= {"operationId": own["operationId"], "summary": own["summary"]}
    get["responses"] = {**whole["responses"], "200": found}
    return {"parameters": item["parameters"], "get": copy.deepcopy(get)}


def _drop_currency(contract, node):
    """Money has its currency in it, no longer beside it."""
    fields = node.get("properties")
    if isinstance(fields, dict) and any(_is_money(contract, each) for each in fields.values()):
        fields.pop("currency", None)
        node["required"] = [name for name in node.get("required", []) if name != "currency"]


def _is_money(contract, schema):
    return isinstance(schema, dict) and MONEY in followed(contract, schema)


def _replace_money(node):
    """Cents, as a schema, by an amount with its currency."""
    if node.get(MONEY) is not True:
        return
    amount = {**node, "description": "In cents."}
    told = node.get("description", "In cents.")
    node.clear()
    amount.pop(MONEY)
    node |= {} if told == "In cents." else {"description": told}
    node |= {"type": "object", "required": ["amount", "currency"], "additionalProperties": False}
    node["properties"] = {"amount": amount, "currency": {"$ref": "#/components/schemas/Currency"}}
