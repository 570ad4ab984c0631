"""Spans, sent where OTEL_EXPORTER_OTLP_ENDPOINT says. Without it nothing is recorded.

All of it hooks in from outside: the features and their roles know nothing of spans. Further hooks
stand where their library is used: db.py, calls.py, connections.py.
"""

from collections.abc import Iterator
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path
from types import ModuleType

from .config import SERVICES, config

TOP = Path(__file__).parents[1]
ROLES = ("usecases", "store", "tasks", "sessions", "sign_ins", "endings")  # what others enter by


def begin() -> None:
    """Once a process, before it answers or works."""
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
    from . import telemetry  # which tells the trace, and so needs this

    telemetry.write("spans dropped", level=30, count=count)
