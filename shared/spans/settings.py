"""Where spans are sent, from the environment, by the names that every OpenTelemetry library reads.

https://opentelemetry.io/docs/specs/otel/protocol/exporter/
"""

from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import unquote

ENDPOINT, TRACES = "OTEL_EXPORTER_OTLP_ENDPOINT", "OTEL_EXPORTER_OTLP_TRACES_ENDPOINT"
HEADERS, NAME, RESOURCE = (
    "OTEL_EXPORTER_OTLP_HEADERS",
    "OTEL_SERVICE_NAME",
    "OTEL_RESOURCE_ATTRIBUTES",
)
Pairs = dict[str, str]


@dataclass(frozen=True)
class Settings:
    url: str  # that batches are posted to
    headers: Pairs  # that go with each, such as a backend's key
    resource: Pairs  # who it is that sends: service.name, …


def read(environ: Mapping[str, str]) -> Settings | None:
    """None if spans are to be sent nowhere."""
    base = environ.get(ENDPOINT, "").rstrip("/")
    url = environ.get(TRACES) or (f"{base}/v1/traces" if base else "")
    if not url.startswith(("http://", "https://")):
        return None
    resource = _pairs(environ.get(RESOURCE, ""))
    if environ.get(NAME):
        resource["service.name"] = environ[NAME]
    return Settings(url, _pairs(environ.get(HEADERS, "")), resource)


def _pairs(text: str) -> Pairs:
    """Of "a=1,b=2", its values percent-encoded (W3C Baggage)."""
    found = [pair.partition("=") for pair in text.split(",") if "=" in pair]
    return {name.strip(): unquote(value.strip()) for name, _, value in found}
