"""Tells what allowed.toml lets pass from a failure."""

import re
import tomllib
from fnmatch import fnmatch
from pathlib import Path

from .roles import name_of

FILE = Path(__file__).with_name("allowed.toml")


class Allowed:
    def __init__(self):
        self._entries = tomllib.loads(FILE.read_text())["allowed"]
        self.used = {entry["reason"]: 0 for entry in self._entries}

    def is_allowed(self, failure, case, response):
        for entry in self._entries:
            if fits(entry, failure, case, response):
                self.used[entry["reason"]] += 1
                return True
        return False


def fits(entry, failure, case, response):
    return (
        entry["check"] in type(failure).checks
        and any(fnmatch(name_of(case.operation), name) for name in entry["operations"])
        and entry["status"] == response.status_code
        and ("error" not in entry or entry["error"] in errors(response))
    )


def errors(response):
    """What a 422 complains of: pointers, and for a parameter its name."""
    found = response.json()["errors"]
    return {error["pointer"] or named(error["detail"]) for error in found}


def named(detail):
    """"limit: too much" is about limit; "" if no parameter is named."""
    name = re.match(r"([A-Za-z_-]+): ", detail)
    return name[1] if name else ""
