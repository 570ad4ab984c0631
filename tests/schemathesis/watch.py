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
    def __init__(self, file=DOCUMENT):
        schema = schemathesis.openapi.from_path(file)
        # What has no braces comes first: /products/bestsellers is no product.
        self._paths = [(pattern(path), schema[path]) for path in sorted(schema, key=by_braces)]

    def check(self, method, path, response):
        """Raises a FailureGroup of what is not as written."""
        case = self._case(method.lower(), path)
        if case:
            case.validate_response(response, checks=CHECKS)

    def _case(self, method, path):
        """None for a path, or a method of it, that is not written."""
        for regex, operations in self._paths:
            if found := regex.fullmatch(path):
                if method not in list(operations):
                    return None
                return operations[method].Case(path_parameters=found.groupdict())
        return None


def by_braces(path):
    return "{" in path, path


def pattern(path):
    return re.compile(re.sub(r"\{(\w+)\}", r"(?P<\1>[^/]+)", path))


def watched(call, document):
    """call: of Shop."""

    def call_and_check(shop, method, path, **more):
        response = call(shop, method, path, **more)
        document.check(method, path.partition("?")[0], response)
        return response

    return call_and_check


def pytest_configure(config):
    Shop.call = watched(Shop.call, Document())
