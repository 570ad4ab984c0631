"""Spans arrive as OTLP, and a collector that is down costs nothing but spans."""

import os
import socket
import time

from spans import exporter, recording
from spans.settings import read

from .collector import collecting, spans, values

WAIT_SECONDS = 10


def settings(url, **more):
    return read({"OTEL_EXPORTER_OTLP_ENDPOINT": url, "OTEL_SERVICE_NAME": "orders", **more})


def exported(to, *names):
    """An exporter that was given a span of each name."""
    sends = exporter.Exporter(settings(to))
    recording.begin(sends.put)
    for name in names:
        with recording.span(name, attributes={"text": "ä", "number": 2**40, "yes": True, "x": 0.5}):
            pass
    recording.begin(None)
    return sends


def eventually(happened):
    deadline = time.monotonic() + WAIT_SECONDS
    while not happened():
        assert time.monotonic() < deadline
        time.sleep(0.02)


def test_spans_arrive_as_the_protocol_says():
    with collecting() as (url, received):
        sends = exported(url, "place", "read")
        eventually(lambda: sends.sent == 2)
    (resource, place), (_, read) = spans(received)
    assert resource["service.name"] == "orders" and (place.name, read.name) == ("place", "read")
    assert values(place.attributes) == {"text": "ä", "number": 2**40, "yes": True, "x": 0.5}
    assert 0 < place.start_time_unix_nano <= place.end_time_unix_nano < time.time_ns()
    assert (len(place.trace_id), len(place.span_id), place.parent_span_id) == (16, 8, b"")


def test_several_spans_travel_together():
    with collecting() as (url, received):
        sends = exported(url, *["x"] * 700)
        eventually(lambda: sends.sent == 700)
    assert len(received) <= 4 and sends.dropped == 0


def test_nobody_listens_and_the_spans_are_dropped_and_counted():
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))  # and does not listen
        sends = exported(f"http://127.0.0.1:{taken.getsockname()[1]}", "x", "y")
        sends.flush(1)
        assert (sends.sent, sends.dropped) == (0, 2)
        exported_later = sends.dropped
        sends.flush(1)  # found dead: it is not even asked
        assert sends.dropped == exported_later


def test_a_refused_batch_is_dropped_and_counted():
    with collecting(status=503) as (url, _):
        sends = exported(url, "x")
        sends.flush(1)
    assert (sends.sent, sends.dropped) == (0, 1)


def test_a_collector_that_never_answers_fills_a_bounded_queue():
    with socket.create_server(("127.0.0.1", 0)) as silent:
        url = f"http://127.0.0.1:{silent.getsockname()[1]}"
        sends = exported(url, *["x"] * (exporter.MOST + 600))
        assert sends.dropped >= 600 - exporter.AT_ONCE
        assert len(sends._queue) <= exporter.MOST


def test_a_forked_child_sends_its_own_spans_and_none_of_its_parents():
    with collecting() as (url, received):
        sends = exported(url, "parent")
        child = os.fork()
        if not child:
            recording.begin(sends.put)
            with recording.span("child"):
                pass
            sends.flush()
            os._exit(0)
        assert os.waitpid(child, 0)[1] == 0
        eventually(lambda: len(spans(received)) == 2)
    assert sorted(span.name for _, span in spans(received)) == ["child", "parent"]


def test_settings_have_the_names_that_all_of_opentelemetry_reads():
    more = {"OTEL_RESOURCE_ATTRIBUTES": "shop.stage=2,service.instance.id=a%20b"}
    more["OTEL_EXPORTER_OTLP_HEADERS"] = "api-key=secret"
    found = settings("http://collector:4318/", **more)
    assert found.url == "http://collector:4318/v1/traces"
    assert found.headers == {"api-key": "secret"}
    assert found.resource["service.instance.id"] == "a b"
    assert read({}) is None and read({"OTEL_EXPORTER_OTLP_ENDPOINT": "collector"}) is None
