"""A monolith that runs, and the spans of one order, as OpenTelemetry's own package reads them."""

import json

import pytest
from opentelemetry.proto.trace.v1.trace_pb2 import Span

from tests.contract.steps import LATER, eventually
from tests.drivers import stage1
from tests.trace import order

from .collector import collecting, spans, values

SANDBOX = "sandbox"


@pytest.fixture(scope="module")
def bought(tmp_path_factory):
    """(the order, {name: span} of its trace, what the shop logged)"""
    with collecting() as (url, received):
        env = {"OTEL_EXPORTER_OTLP_ENDPOINT": url}
        with stage1.running(data=tmp_path_factory.mktemp("spans") / "data", env=env) as stage:
            placed, trace_id = order.confirmed(stage)
            eventually(lambda: the_request(received, trace_id), LATER)
            yield placed, of_trace(received, trace_id), stage.logs("shop", 2000)


def of_trace(received, trace_id):
    return [(who, span) for who, span in spans(received) if span.trace_id.hex() == trace_id]


def the_request(received, trace_id):
    kinds = [span.kind for _, span in of_trace(received, trace_id)]
    assert kinds.count(Span.SPAN_KIND_SERVER) == 1  # it ends last


def named(found, name):
    return next(span for _, span in found if span.name == name)


def test_all_spans_are_one_tree_below_the_buyers_request(bought):
    _, found, _ = bought
    ids = {span.span_id for _, span in found}
    above = [span for _, span in found if span.parent_span_id not in ids]
    assert [span.kind for span in above] == [Span.SPAN_KIND_SERVER]
    assert above[0].name == "POST /api/v1/users/<user_id>/orders"


def test_a_span_says_whose_it_is(bought):
    _, found, _ = bought
    assert {who["service.name"] for who, _ in found} == {"shop"}
    assert {who["shop.stage"] for who, _ in found} == {"1"}
    assert {who["service.instance.id"] for who, _ in found} == {"shop"}


def test_the_request_says_what_it_was_about(bought):
    placed, found, _ = bought
    said = values(next(span for _, span in found if span.kind == Span.SPAN_KIND_SERVER).attributes)
    assert said["http.request.method"] == "POST" and said["http.response.status_code"] == 201
    assert said["http.route"] == "/api/v1/users/<user_id>/orders"
    assert said["shop.order_id"] == placed["id"]
    assert said["code.file.path"] == "stage1-monolith/shop/orders/usecases.py"
    assert said["code.function.name"] == "place"


def test_the_first_transaction_says_which_rows_of_three_features_it_wrote(bought):
    placed, found, _ = bought
    said = values(named(found, "place_order").attributes)
    assert said["db.system.name"] == "sqlite"
    rows = json.loads(said["shop.rows"])
    assert {"table": "orders", "key": placed["id"], "status": "pending"} in rows
    assert {"stock", "carts", "order_lines"} <= {row["table"] for row in rows}
    (line,) = placed["lines"]
    assert {"table": "stock", "key": line["product_id"], "status": "reserved"} in rows


def test_the_second_one_confirms_and_sells_at_once(bought):
    placed, found, _ = bought
    rows = json.loads(values(named(found, "confirm_order").attributes)["shop.rows"])
    assert {"table": "orders", "key": placed["id"], "status": "confirmed"} in rows
    assert {"table": "payments", "key": placed["id"], "status": "captured"} in rows
    (line,) = placed["lines"]
    assert {"table": "stock", "key": line["product_id"], "status": "sold"} in rows


def test_features_enter_each_other_by_functions(bought):
    _, found, _ = bought
    names = {span.name for _, span in found if span.kind == Span.SPAN_KIND_INTERNAL}
    assert {"orders.place", "cart.priced_lines", "inventory.reserve", "payments.charge"} <= names


def test_the_provider_is_asked_between_the_two_and_passed_the_trace(bought):
    _, found, _ = bought
    asked = [span for _, span in found if values(span.attributes).get("peer.service") == SANDBOX]
    assert [span.name for span in asked] == [
        "POST /v1/payment_intents",
        "POST /v1/payment_intents/…/confirm",
    ]
    for span in asked:
        said = values(span.attributes)
        assert span.kind == Span.SPAN_KIND_CLIENT and said["http.response.status_code"] == 200
        assert said["server.address"] == "127.0.0.1" and said["server.port"] > 0


def test_log_lines_and_spans_have_one_trace(bought):
    _, found, logs = bought
    trace_id = found[0][1].trace_id.hex()
    lines = [json.loads(line) for line in logs.splitlines() if trace_id in line]
    assert [line["status"] for line in lines if line["event"] == "request"] == [201]


def test_nothing_says_who_the_buyer_is(bought):
    _, found, _ = bought
    told = repr([values(span.attributes) for _, span in found])
    for secret in ("@", "Bearer", "pm_card", "sk_test", "London", "eyJ"):
        assert secret not in told
