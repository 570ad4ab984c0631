"""Spans, sent to OTEL_EXPORTER_OTLP_ENDPOINT. Without it nothing is recorded.

It hooks in from outside: the features and their roles know nothing of spans.
"""

from pathlib import Path

from . import telemetry
from .config import config

TOP = Path(__file__).parents[1]
FEATURES = ("accounts", "catalog", "inventory", "cart", "orders", "payments", "notifications")


def begin() -> None:
    """Start recording. Call it once per process, before the first request."""
    settings = config().spans
    if settings is None:
        return
    from spans import exporter, features, outgoing, statements

    exporter.begin(settings, _dropped, service_name="shop", shop_stage="1")
    statements.install()
    outgoing.install({config().payment_url: "sandbox", config().identity.issuer: "identity"})
    features.install((f"{__package__}.{each}" for each in FEATURES), TOP, "stage1-monolith/")


def _dropped(count: int) -> None:
    telemetry.write("spans dropped", level=30, count=count)
