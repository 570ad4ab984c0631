"""Telemetry: one log line per request, metrics, timings, and the trace."""

import json
import logging
import sys
import time
import traceback
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar

from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram, ProcessCollector

from shop_rules import headers, times
from spans import recording

from .config import config

log = logging.getLogger("shop")

# A client can send any method name; the metrics must not grow with it.
METHODS = ("GET", "HEAD", "OPTIONS", "POST", "PUT", "PATCH", "DELETE")

metrics = CollectorRegistry()
ProcessCollector(registry=metrics)
api_calls_total = Counter(
    "shop_api_calls_total", "Requests by API version", ["version"], registry=metrics
)
requests_total = Counter(
    "shop_requests_total", "Requests", ["method", "route", "status"], registry=metrics
)
request_seconds = Histogram("shop_request_seconds", "Time to answer", ["route"], registry=metrics)
provider_calls = Counter(
    "shop_provider_calls_total", "Calls to the provider", ["call", "outcome"], registry=metrics
)
open_orders = Gauge(
    "shop_open_orders", "Orders waiting for the provider", ["status"], registry=metrics
)
clicks = Gauge("shop_clicks", "Events of the clickstream", ["kind", "outcome"], registry=metrics)
clicks_waiting = Gauge(
    "shop_clicks_waiting", "Uploads of events that wait to be counted", registry=metrics
)
events_set_aside = Counter(
    "shop_events_set_aside_total", "Events that failed too often", ["stream"], registry=metrics
)

_traceparent: ContextVar[str | None] = ContextVar("traceparent", default=None)
_request_id: ContextVar[str] = ContextVar("request_id", default="")
_timings: ContextVar[dict[str, float] | None] = ContextVar("timings", default=None)


def begin(traceparent: str | None = None, request_id: str = "") -> None:
    """Start a request, or a piece of work of the service's own, with its trace."""
    _traceparent.set(headers.traceparent(traceparent))
    _request_id.set(request_id)
    _timings.set({})


def request_id() -> str:
    """The id of the current request, or a new one outside of any request."""
    return headers.request_id(_request_id.get())


def next_traceparent() -> str:
    """The traceparent for the next hop: this trace, a new span (W3C Trace Context)."""
    return recording.traceparent() or headers.traceparent(_traceparent.get())


def trace_id() -> str:
    return (_traceparent.get() or "00-").split("-")[1]


@contextmanager
def measured(name: str) -> Iterator[None]:
    """Add the time the block takes to what Server-Timing reports as `name`."""
    started = time.perf_counter()
    try:
        yield
    finally:
        timings = _timings.get()
        if timings is not None:
            timings[name] = timings.get(name, 0) + (time.perf_counter() - started) * 1000


def timings() -> dict[str, float]:
    """Milliseconds by name, so far in this request."""
    return _timings.get() or {}


def server_timing(total: float) -> str:
    """The Server-Timing header (W3C): milliseconds in total and by name."""
    parts = {**timings(), "total": total}
    return ", ".join(f"{name};dur={value:.1f}" for name, value in parts.items())


# --8<-- [start:count]
def count_request(
    method: str, route: str, status: int, milliseconds: float, **more: object
) -> None:
    """Count and log a completed request."""
    requests_total.labels(method if method in METHODS else "other", route, status).inc()
    request_seconds.labels(route).observe(milliseconds / 1000)
    ms = round(milliseconds, 1)
    write("request", level=logging.INFO, method=method, status=status, ms=ms, **more)


# --8<-- [end:count]


def count_version(version: str) -> None:
    """Count a request by its API version; "none" if it named none that there is."""
    api_calls_total.labels(version).inc()


# --8<-- [start:write]
def write(event: str, level: int = logging.INFO, **fields: object) -> None:
    """One JSON line. Never pass a password, a token, a code or a key."""
    line = {"time": times.now(), "level": logging.getLevelName(level).lower(), "event": event}
    who = {"service": config().service, "trace_id": trace_id()}
    log.log(level, json.dumps({**line, **who, **fields}))


# --8<-- [end:write]


def write_failure(event: str, error: BaseException, **fields: object) -> None:
    """Log an error with its traceback, for a developer to investigate."""
    write(event, level=logging.ERROR, **fields, traceback=story(error))


def story(error: BaseException) -> str:
    return "".join(traceback.format_exception(error))


def log_to_stdout() -> None:
    handler = logging.StreamHandler(sys.stdout)
    handler.setFormatter(logging.Formatter("%(message)s"))
    log.handlers, log.propagate = [handler], False
    log.setLevel(logging.INFO)
