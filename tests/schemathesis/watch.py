"""`pytest -p tests.schemathesis.watch`: every answer of the contract suite must be one that is
written.

It is held against what openapi.yaml says of the operation and status: headers, type, schema.
"""

import re

import schemathesis
from schemathesis.specs.openapi import checks

from tests.contract.client import Shop

from .runs import DOCUMENT

CHECKS = [
    checks.status_code_conformance,
    checks.content_type_conformance,
    checks.response_headers_conformance,
    checks.response_schema_conformance,
]


class Document:
    def __init__(self):
        schema = schemathesis.openapi.from_path(DOCUMENT)
        # What has no braces comes first: /products/bestsellers is no product.
        self._paths = [(pattern(path), schema[path]) for path in sorted(schema, key=by_braces)]

    def case(self, method, path):
        """What was asked; None for a path or a method that is not written."""
        for regex, operations in self._paths:
            if found := regex.fullmatch(path):
                written = method.lower() in list(operations)
                return (
                    operations[method].Case(path_parameters=found.groupdict()) if written else None
                )
        return None


def by_braces(path):
    return "{" in path, path


def pattern(path):
    return re.compile(re.sub(r"\{(\w+)\}", r"(?P<\1>[^/]+)", path))


def pytest_configure(config):
    document, call = Document(), Shop.call

    def watched(shop, method, path, **more):
        response = call(shop, method, path, **more)
        case = document.case(method, path.partition("?")[0])
        if case:
            case.validate_response(response, checks=CHECKS)
        return response

    Shop.call = watched
