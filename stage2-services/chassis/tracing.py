"""Spans, sent to OTEL_EXPORTER_OTLP_ENDPOINT. Without it nothing is recorded.

It hooks in from outside: the features and their roles know nothing of spans. Further hooks
are where their library is used: db.py, calls.py, connections.py.
"""

from pathlib import Path

from .config import SERVICES, config

TOP = Path(__file__).parents[1]


def begin() -> None:
    """Start recording. Call it once per process, before the first request or task."""
    settings = config().spans
    if settings is None:
        return
    from spans import exporter, features

    name = config().service + ("-worker" if config().ready_file else "")
    exporter.begin(settings, _dropped, service_name=name, shop_stage="2")
    service = config().service
    features.install([service] if service in SERVICES else [], TOP, "stage2-services/")


def _dropped(count: int) -> None:
    from . import telemetry  # which needs this module for the trace

    telemetry.write("spans dropped", level=30, count=count)
