"""OpenAPI documents as mappings: references, nodes, and YAML text."""

import yaml


def followed(document, node):
    while "$ref" in node:
        steps = node["$ref"].removeprefix("#/").split("/")
        node = document
        for step in steps:
            node = node[step]
    return node


def nodes(node):
    """Every mapping in it."""
    if isinstance(node, dict):
        yield node
    for child in node.values() if isinstance(node, dict) else node:
        if isinstance(child, dict | list):
            yield from nodes(child)


class _Dumper(yaml.SafeDumper):
    def ignore_aliases(self, data):
        return True


def _as_written(dumper, value):
    style = "|" if "\n" in value else None
    return dumper.represent_scalar("tag:yaml.org,2002:str", value, style=style)


_Dumper.add_representer(str, _as_written)


def dumped(document):
    options = {"sort_keys": False, "allow_unicode": True, "width": 100}
    return yaml.dump(document, Dumper=_Dumper, **options)
