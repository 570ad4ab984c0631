"""What the document of a version names."""

import yaml

from .runs import DOCUMENT


def operations(document=DOCUMENT):
    """ "POST /users" and the like, in the order they are written."""
    paths = yaml.safe_load(document.read_text(encoding="utf-8"))["paths"]
    return [
        f"{method.upper()} {path}"
        for path, item in paths.items()
        for method in item
        if method != "parameters"
    ]
