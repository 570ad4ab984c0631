"""What openapi.yaml names."""

import yaml

from .runs import DOCUMENT


def operations():
    """ "POST /users" and the like, in the order they are written."""
    paths = yaml.safe_load(DOCUMENT.read_text(encoding="utf-8"))["paths"]
    return [
        f"{method.upper()} {path}"
        for path, item in paths.items()
        for method in item
        if method != "parameters"
    ]
