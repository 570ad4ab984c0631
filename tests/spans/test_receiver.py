"""The small collector: what it takes, what it keeps, and whom it refuses."""

import http.client
import json
from urllib.parse import urlsplit

import pytest

from spans import otlp, reading, recording
from spans.receiver import Receiver
from spans.store import Store


@pytest.fixture(scope="module")
def receiver():
    with Receiver() as made:
        yield made


@pytest.fixture
def batch(ended):
    with recording.span("place", attributes={"shop.replayed": True}):
        with pytest.raises(LookupError), recording.step("read"):
            raise LookupError
    return otlp.encoded(ended, {"service.name": "orders", "shop.stage": "2"})


def asked(receiver, method, path, body=None, **headers):
    connection = http.client.HTTPConnection(urlsplit(receiver.url).netloc, timeout=5)
    headers = {"Content-Type": "application/json", **{k.title(): v for k, v in headers.items()}}
    headers = {name.replace("_", "-"): value for name, value in headers.items()}
    connection.request(method, path, body, headers)
    answer = connection.getresponse()
    content = json.loads(answer.read())
    connection.close()
    return answer.status, content


def test_what_was_sent_is_read_again(receiver, batch):
    assert asked(receiver, "POST", "/v1/traces", batch) == (200, {})
    ((place, *_),) = [[reading.from_json(one) for one in asked(receiver, "GET", "/traces")[1]]]
    assert (place.name, place.service, place.kind) == ("place", "orders", "INTERNAL")
    assert place.attributes == {"shop.replayed": True}
    _, read = map(reading.from_json, asked(receiver, "GET", f"/traces/{place.trace_id}")[1])
    assert (read.error, read.parent_id) == ("LookupError", place.id)


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"[]",
        b'{"resourceSpans": 1}',
        b'{"resourceSpans": [{"scopeSpans": [{"spans": [{}]}]}]}',
    ],
)
def test_what_is_no_export_request_is_refused(receiver, body):
    assert asked(receiver, "POST", "/v1/traces", body)[0] == 400


def test_a_web_page_is_refused(receiver, batch):
    assert asked(receiver, "POST", "/v1/traces", batch, content_type="text/plain")[0] == 415
    assert asked(receiver, "POST", "/v1/traces", batch, host="evil.example")[0] == 404
    assert asked(receiver, "GET", "/traces", host="evil.example")[0] == 404


def a_span(trace, number):
    ids = {"trace_id": f"{trace:032x}", "id": f"{number:016x}", "parent_id": ""}
    told = {"service": "x", "instance": "", "name": "x", "kind": "INTERNAL", "error": ""}
    return reading.Span(**ids, **told, start=number, end=number, attributes={})


def test_the_oldest_trace_goes_when_there_is_no_room():
    store = Store(traces=3, spans=1000)
    store.add(a_span(trace, 1) for trace in (1, 2, 3, 1, 4))
    assert [span.trace_id[-1] for span in store.newest()] == ["4", "1", "3"]


def test_one_trace_does_not_take_all_the_room():
    store = Store(traces=10, spans=100)
    store.add(a_span(1, number) for number in range(1, 50))
    assert len(store.of_trace(f"{1:032x}")) == 10 and store.dropped == 39


def test_a_span_that_arrives_twice_is_kept_once():
    store = Store()
    store.add([a_span(1, 1), a_span(1, 1)])
    assert len(store.of_trace(f"{1:032x}")) == 1
