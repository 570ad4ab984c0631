"""Spans, sent to OTEL_EXPORTER_OTLP_ENDPOINT. Without it nothing is recorded.

It hooks in from outside: the features and their roles know nothing of spans. Further hooks
are where their library is used: db.py, calls.py, connections.py.
"""

from collections.abc import Iterator
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path
from types import ModuleType

from .config import SERVICES, config

TOP = Path(__file__).parents[1]
ROLES = ("usecases", "store", "tasks", "sessions", "sign_ins", "endings")  # a feature's entries


def begin() -> None:
    """Start recording. Call it once per process, before the first request or task."""
    settings = config().spans
    if settings is None:
        return
    from spans import exporter, features

    name = config().service + ("-worker" if config().ready_file else "")
    exporter.begin(settings, _dropped, service_name=name, shop_stage="2")
    features.install(_entered(config().service), TOP, "stage2-services/")


def _entered(service: str) -> Iterator[ModuleType]:
    if service in SERVICES:
        for role in ROLES:
            if find_spec(f"{service}.{role}"):
                yield import_module(f"{service}.{role}")


def _dropped(count: int) -> None:
    from . import telemetry  # which needs this module for the trace

    telemetry.write("spans dropped", level=30, count=count)
