"""Tells what allowed.toml lets pass from a failure."""

import re
import tomllib
from fnmatch import fnmatch
from pathlib import Path

FILE = Path(__file__).with_name("allowed.toml")
ENTRIES = tomllib.loads(FILE.read_text(encoding="utf-8"))["allowed"]


def reason(failure, operation, role, response):
    """Why this is none; None if nothing allows it. operation: its operationId."""
    for entry in ENTRIES:
        if fits(entry, failure, operation, role, response):
            return entry["reason"]
    return None


def fits(entry, failure, operation, role, response):
    return (
        entry["check"] in failure.checks
        and any(fnmatch(operation, pattern) for pattern in entry["operations"])
        and role in entry.get("roles", [role])
        and entry["status"] == response.status_code
        and ("error" not in entry or {entry["error"]} == errors(response))
        and entry.get("created_with") == getattr(failure, "created_with", None)
    )


def errors(response):
    """What a 422 complains of: pointers into the body, names of parameters."""
    found = response.json()["errors"]
    return {error["pointer"] or parameter(error["detail"]) for error in found}


def parameter(detail):
    """The one that "limit: a whole number from 1 to 100." is about, or ""."""
    name = re.match(r"([A-Za-z_-]+): ", detail)
    return name[1] if name else ""
