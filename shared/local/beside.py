"""What is started beside a stage and is no part of it: the control room (ADR 51), or with SPANS=on
a receiver of its spans."""

from collections.abc import Mapping

from spans.settings import ENDPOINT

from . import xray
from .shapes import File, Table

CHOICES = {"SPANS": ["off", "on"], "XRAY": xray.CHOICES}
RECEIVER: Table = {
    "command": ["{python}", "-m", "spans.receiver", "{port}"],
    "offers": {ENDPOINT: "http://127.0.0.1:{port}"},
    "ready": "tcp",
}


def added(file: File, environ: Mapping[str, str]) -> File:
    """The file of a stage plus the optional parts that the user wants, known to all its parts."""
    if xray.is_on(file, environ):
        return xray.beside(file)
    if environ.get("SPANS") != "on" or environ.get(ENDPOINT):
        return file
    parts: dict[str, Table] = {
        name: {**table, "uses": [*table.get("uses", []), "spans"]}
        for name, table in file["parts"].items()
    }
    return {**file, "parts": {**parts, "spans": RECEIVER}}
