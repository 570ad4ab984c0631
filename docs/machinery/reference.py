"""The API reference, generated from shared/openapi.yaml: a page for each feature."""

import json
from collections.abc import Iterator
from typing import Any

import yaml
from jinja2 import Environment, FileSystemLoader, StrictUndefined

from .tree import ROOT

SPEC = ROOT / "shared/openapi.yaml"
HERE = FileSystemLoader(ROOT / "docs/machinery")
JINJA = Environment(loader=HERE, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True)
METHODS = ("get", "head", "post", "put", "patch", "delete")

Item = dict[str, Any]  # any part of an OpenAPI document


def pages() -> dict[str, str]:
    """{path below docs: Markdown}"""
    spec = _spec()
    shown = [_schema(name, schema) for name, schema in spec["components"]["schemas"].items()]
    tags = list(_tags(spec))
    made = {page(tag["name"]): _rendered("reference-feature", tag=tag) for tag in tags}
    made["reference/api.md"] = _rendered("reference", info=spec["info"], tags=tags)
    return made | {page("schemas"): _rendered("reference-schemas", schemas=shown)}


def menu() -> list[str]:
    """The pages of the reference, in the order of the contract's tags."""
    return ["reference/api.md", *(page(tag["name"]) for tag in _spec()["tags"]), page("schemas")]


def page(name: str) -> str:
    return f"reference/{name}.md"


def _spec() -> Item:
    spec: Item = yaml.safe_load(SPEC.read_text("utf-8"))
    return spec


def _rendered(template: str, **values: object) -> str:
    return JINJA.get_template(f"{template}.md.jinja").render(**values)


def _tags(spec: Item) -> Iterator[Item]:
    every = [_operation(spec, path, item, m) for path, item in spec["paths"].items() for m in item]
    found = [operation for operation in every if operation]
    for tag in spec["tags"]:
        yield tag | {"operations": [o for o in found if tag["name"] in o["tags"]]}


def _operation(spec: Item, path: str, item: Item, method: str) -> Item | None:
    if method not in METHODS:
        return None
    own = item[method]
    shared = item.get("parameters", [])
    parameters = [_resolved(spec, p) for p in shared + own.get("parameters", [])]
    return own | {
        "title": f"{method.upper()} {path}",
        "description": own.get("description", ""),
        "parameters": parameters,
        "request": _example(spec, _resolved(spec, own.get("requestBody", {}))),
        "answers": list(_answers(spec, own)),
    }


def _answers(spec: Item, operation: Item) -> Iterator[Item]:
    for status, answer in operation["responses"].items():
        answer = _resolved(spec, answer)
        first = answer["description"].split("\n\n")[0].replace("\n", " ")
        shown = _example(spec, answer) if status.startswith("2") else None
        yield {"status": status, "description": first, "example": shown}


def _resolved(spec: Item, item: Item) -> Item:
    if "$ref" not in item:
        return item
    for word in item["$ref"].removeprefix("#/").split("/"):
        spec = spec[word]
    return spec


def _example(spec: Item, item: Item) -> list[str] | None:
    """The first example of a JSON body, as lines; None if there is none."""
    for media in item.get("content", {}).values():
        several = [_resolved(spec, e).get("value") for e in media.get("examples", {}).values()]
        for value in several or [media.get("example")]:
            if isinstance(value, dict):
                return json.dumps(value, indent=2, ensure_ascii=False).splitlines()
    return None


def _schema(name: str, schema: Item) -> Item:
    text = yaml.safe_dump(schema, sort_keys=False, allow_unicode=True, width=96)
    return {"name": name, "lines": text.splitlines()}
