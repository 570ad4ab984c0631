"""Spans by OpenTelemetry, with TRACING=1; without it nothing of it is even imported.

A span is one line of JSON in spans.jsonl in the service's folder; `make trace` puts them together.
https://opentelemetry.io/docs/specs/otel/trace/api/
"""

from collections.abc import Iterable, Iterator
from contextlib import AbstractContextManager, contextmanager, nullcontext
from functools import cache
from typing import TYPE_CHECKING

from .config import config

if TYPE_CHECKING:
    from wsgiref.types import StartResponse, WSGIApplication, WSGIEnvironment

    from opentelemetry.sdk.trace import ReadableSpan
    from opentelemetry.trace import Tracer
    from opentelemetry.trace.propagation.tracecontext import TraceContextTextMapPropagator

Span = AbstractContextManager[object]  # what it gives is used by nobody


def span(name: str, parent: str | None = None, **attributes: str) -> Span:
    """Around a piece of work. parent: a traceparent, else the span this one is within.

    to: a neighbour that is asked; by: the queue or stream this came by.
    """
    if not config().tracing:
        return nullcontext()
    return _span(name, parent, attributes)


def step(name: str, **attributes: str) -> Span:
    """A span within another; the rounds of a loop, which begin nothing, leave none."""
    return span(name, **attributes) if traceparent() else nullcontext()


def traceparent() -> str | None:
    """Of the span we are in (W3C Trace Context), or None."""
    if not config().tracing:
        return None
    carrier: dict[str, str] = {}
    _propagator().inject(carrier)
    return carrier.get("traceparent")


def traced(wsgi_app: "WSGIApplication") -> "WSGIApplication":
    """Each request is a span, within its caller's."""

    def app(environ: "WSGIEnvironment", start_response: "StartResponse") -> Iterable[bytes]:
        name = f"{environ['REQUEST_METHOD']} {environ['PATH_INFO']}"
        with span(name, environ.get("HTTP_TRACEPARENT", "")):
            return wsgi_app(environ, start_response)

    return app


@contextmanager
def _span(name: str, parent: str | None, attributes: dict[str, str]) -> Iterator[object]:
    within = None if parent is None else _propagator().extract({"traceparent": parent})
    with _tracer().start_as_current_span(name, context=within, attributes=attributes) as made:
        yield made


@cache
def _propagator() -> "TraceContextTextMapPropagator":
    from opentelemetry.trace.propagation.tracecontext import TraceContextTextMapPropagator

    return TraceContextTextMapPropagator()


@cache
def _tracer() -> "Tracer":
    from opentelemetry.sdk.resources import Resource
    from opentelemetry.sdk.trace import TracerProvider
    from opentelemetry.sdk.trace.export import ConsoleSpanExporter, SimpleSpanProcessor

    config().data.mkdir(parents=True, exist_ok=True)
    file = open(config().data / "spans.jsonl", "a", encoding="utf-8", buffering=1)
    exporter = ConsoleSpanExporter(out=file, formatter=_as_line)
    name = config().service + ("-worker" if config().ready_file else "")
    provider = TracerProvider(resource=Resource({"service.name": name}))
    provider.add_span_processor(SimpleSpanProcessor(exporter))
    return provider.get_tracer(config().service)


def _as_line(made: "ReadableSpan") -> str:
    return made.to_json(indent=None) + "\n"
