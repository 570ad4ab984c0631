"""Spans, sent to OTEL_EXPORTER_OTLP_ENDPOINT. Without it nothing is recorded.

It hooks in from outside: the features and their roles know nothing of spans. A function is
frozen between two events, so what it has recorded is sent before it answers: see `flush`.
"""

import re
from pathlib import Path
from typing import TYPE_CHECKING

from . import telemetry
from .config import FEATURES, config

if TYPE_CHECKING:
    from spans.exporter import Exporter

TOP = Path(__file__).parents[1]
FLUSH_SECONDS = 0.5  # that sending may delay a response; 0 once it has failed
_exporters: "list[Exporter]" = []


def begin() -> None:
    """Start recording. Call it once per process, before the first request."""
    settings = config().spans
    if settings is None or _exporters:
        return
    from spans import exporter, features, outgoing, recording

    from . import traced_calls, traced_start

    name = named(config().function)
    _exporters.append(exporter.begin(settings, _dropped, service_name=name, shop_stage="3"))
    traced_calls.begin()
    outgoing.install({config().identity.issuer: "identity"}, "sandbox")
    features.install((f"{__package__}.{each}" for each in FEATURES), TOP, "stage3-serverless/")
    recording.begin(traced_start.noted(_exporters[0].put))


def flush() -> None:
    """Send what was recorded, before a response or the end of an event."""
    for exporter in _exporters:
        exporter.flush(FLUSH_SECONDS)


def named(function: str) -> str:
    """The name in app.py: shop-RelayOrders-1A2B is relay_orders, shop-APIHandler-1A2B is api."""
    name = (function.split("-") + ["", ""])[1]
    words = re.findall("[A-Z][a-z]+", name.replace("APIHandler", "Api"))
    return "_".join(words).lower() or function or "shop"


def _dropped(count: int) -> None:
    telemetry.write("spans dropped", level=30, count=count)
