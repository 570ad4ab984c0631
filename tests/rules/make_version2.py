"""`make openapi`: write version 2 of the contract, and its places, from version 1.

shared/openapi.yaml marks where version 2 differs: `x-money` at a schema whose cents become
{amount, currency}, and `x-own-resource` at a field that gets a path of its own. From it come
shared/openapi-v2.yaml and shop_rules/version2_places.py; test_version2_places.py compares.
"""

import importlib
import re
from pathlib import Path

import yaml

from shop_rules import version2, version2_places

from . import version2_document

SHARED = Path(__file__).parents[2] / "shared"
V1, V2 = SHARED / "openapi.yaml", SHARED / "openapi-v2.yaml"
PLACES = SHARED / "shop_rules" / "version2_places.py"
METHODS = ("get", "put", "post", "delete")
OWN, JSON = "x-own-resource", "application/json"
WIDTH = 101  # of a line, with its end


def document():
    return yaml.safe_load(V1.read_text("utf-8"))


def operations(contract):
    """Yields (name, operation)."""
    for path, item in contract["paths"].items():
        for method in METHODS:
            if method in item:
                yield f"{method.upper()} {path}", item[method]


def followed(contract, node):
    """What a $ref points to, with what stands beside it."""
    while "$ref" in node:
        target = contract
        for step in node["$ref"].removeprefix("#/").split("/"):
            target = target[step]
        node = {**target, **{name: value for name, value in node.items() if name != "$ref"}}
    return node


def without(node, *names):
    return {name: value for name, value in node.items() if name not in names}


def places(contract, schema, at=()):
    """Yields (path, kind, schema) of each place in a schema where version 2 differs."""
    schema = followed(contract, schema)
    if schema.get("x-money"):
        yield at, "money", schema
    elif schema.get("format") == "uri-reference":
        yield at, "link", schema
    elif OWN in schema:
        yield at, "apart", schema
    else:
        for kind in ("allOf", "oneOf", "anyOf"):
            for part in schema.get(kind, ()):
                yield from places(contract, part, at)
        for name, below in schema.get("properties", {}).items():
            yield from places(contract, below, (*at, name))
        if isinstance(schema.get("items"), dict):
            yield from places(contract, schema["items"], (*at, "*"))


def table(contract):
    """(where bodies differ, where answers do, parts): each by operation, in the file's order."""
    bodies, answers, parts = {}, {}, {}
    for name, operation in operations(contract):
        sent = operation.get("requestBody", {}).get("content", {}).get(JSON)
        found = list(places(contract, sent["schema"])) if sent else []
        wrong = [at for at, kind, _ in found if kind != "money"]
        assert not wrong, f"{name}: only money may differ in a body: {wrong}"
        if found:
            bodies[name] = _texts(found)
        told = list(_told(contract, operation))
        if told or found:
            answers[name] = _texts(told)
        for at, kind, schema in told if name.startswith("GET ") else ():
            if kind == "apart" and len(at) == 2:  # a field of the resource itself
                part = f"{name}{schema[OWN]['path']}"
                answers[part] = _texts(places(contract, without(schema, OWN), ("data",)))
                parts[part] = at[-1]
    for name in [name for name, _ in operations(contract) if name not in answers]:
        if "{" not in name and any(re.fullmatch(_form(other), name) for other in answers):
            answers[name] = ()  # a fixed path beside an id: /products/bestsellers
    return bodies, answers, parts


def _form(name):
    return re.sub(r"\{\w+\}", "[^/]+", name)


def _told(contract, operation):
    """The places of its successes, each once."""
    for status, answer in operation["responses"].items():
        content = followed(contract, answer).get("content", {}).get(JSON)
        if content and status.startswith("2"):
            yield from places(contract, content["schema"])


def _texts(found):
    return tuple(dict.fromkeys(f"{'/'.join(at)} {kind}" for at, kind, _ in found))


def places_text(contract):
    """version2_places.py, in the form that `make format` leaves."""
    bodies, answers, parts = table(contract)
    told = [
        '"""Where version 2 differs, by operation. Made from openapi.yaml by `make openapi`."""\n'
    ]
    told.append("BODIES = {  # of requests\n" + _dictionary(bodies) + "}\n")
    told.append("ANSWERS = {  # of successes\n" + _dictionary(answers) + "}\n")
    told.append("# {a path that only version 2 has: the field it is of the resource above}\n")
    lines = [f'    "{name}": "{field}",\n' for name, field in parts.items()]
    told.append("PARTS = {\n" + "".join(lines) + "}\n")
    return "\n".join(told).replace("above}\n\nPARTS", "above}\nPARTS")


def _dictionary(found):
    return "".join(_line(name, [f'"{text}"' for text in texts]) for name, texts in found.items())


def _line(name, texts):
    """As short as ruff makes it."""
    comma = "," if len(texts) == 1 else ""
    line = f'    "{name}": ({", ".join(texts)}{comma}),\n'
    if len(line) <= WIDTH:
        return line
    return f'    "{name}": (\n' + "".join(f"        {text},\n" for text in texts) + "    ),\n"


def write():
    """The table first: the document's examples are made with it."""
    contract = document()
    PLACES.write_text(places_text(contract), "utf-8")
    importlib.reload(version2_places)
    importlib.reload(version2)
    V2.write_text(version2_document.text(contract), "utf-8")


if __name__ == "__main__":
    write()
