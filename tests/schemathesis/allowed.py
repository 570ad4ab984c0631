"""Tells what allowed.toml lets pass from a failure."""

import re
import tomllib
from fnmatch import fnmatch
from pathlib import Path

from .roles import name_of

FILE = Path(__file__).with_name("allowed.toml")


def entries():
    return tomllib.loads(FILE.read_text(encoding="utf-8"))["allowed"]


def reason(failure, case, response):
    """Why this is none; None if nothing allows it."""
    for entry in ENTRIES:
        if fits(entry, failure.checks, name_of(case.operation), response):
            return entry["reason"]
    return None


def fits(entry, checks, operation, response):
    return (
        entry["check"] in checks
        and any(fnmatch(operation, pattern) for pattern in entry["operations"])
        and entry["status"] == response.status_code
        and ("error" not in entry or {entry["error"]} == errors(response))
    )


def errors(response):
    """What a 422 complains of: pointers into the body, names of parameters."""
    found = response.json()["errors"]
    return {error["pointer"] or named(error["detail"]) for error in found}


def named(detail):
    """The parameter that "limit: a whole number from 1 to 100." is about, or ""."""
    name = re.match(r"([A-Za-z_-]+): ", detail)
    return name[1] if name else ""


ENTRIES = entries()
