"""Functions that run: one order leaves one trace, through its streams and its queue."""

import pytest

from control_room import hosts
from spans.tree import rows
from tests.contract.steps import LATER, eventually
from tests.drivers.aws import client_of
from tests.trace import cloudwatch, functions, live, order


@pytest.fixture(scope="module")
def traced():
    """(the spans of an order, what the functions logged, the order; the stage, its receiver)"""
    with live.traced_stage("3") as (stage, receiver):
        bought, trace_id = order.confirmed(stage)
        products = {line["product_id"] for line in bought["lines"]}
        logs = client_of(stage, "logs")

        def logged():
            found = functions.spans(cloudwatch.invocations(logs), trace_id, products)
            assert set(functions.ON_THE_WAY) <= {span.service for span in found}
            return found

        found = eventually(logged, LATER)
        yield live.whole(receiver, trace_id), found, bought, stage, receiver


@pytest.fixture(scope="module")
def spans(traced):
    return traced[0]


def test_the_trace_holds_the_functions_that_work_on_an_order(spans):
    names = {"api", "relay_orders", "settle_order", "note_stock"}
    assert {span.service for span in spans} == names
    assert {span.resource["shop.stage"] for span in spans} == {"3"}


def test_only_the_buyers_own_request_has_no_parent(spans, by_id):
    above = [span for span in spans if span.parent_id not in by_id]
    assert [(span.service, span.kind) for span in above] == [("api", "SERVER")]
    assert above[0].name == "POST /v1/users/{user_id}/orders"
    assert above[0].attributes["http.response.status_code"] == 201


def test_the_tables_stream_tells_relay_orders_which_tells_the_queue(spans, by_id):
    settle = next(s for s in spans if (s.service, s.kind) == ("settle_order", "CONSUMER"))
    assert settle.attributes["messaging.system"] == "aws_sqs"
    way = [(span.service, span.kind) for span in live.ancestors(settle, by_id)]
    assert way[0] == ("relay_orders", "PRODUCER") and ("relay_orders", "CONSUMER") in way
    relayed = next(s for s in spans if (s.service, s.kind) == ("relay_orders", "CONSUMER"))
    assert relayed.attributes["messaging.system"] == "dynamodb_streams"
    assert relayed.came_by == "orders"


def test_a_transaction_says_which_items_it_wrote(spans, traced):
    order_id = traced[2]["id"]
    place = next(span for span in spans if span.name == "place_order")
    assert place.attributes["db.system.name"] == "aws.dynamodb"
    assert {"table": "orders", "key": order_id, "status": "pending"} in rows(place)
    states = [row.get("status") for s in spans for row in rows(s) if row["table"] == "orders"]
    assert "confirmed" in states
    stock = [r.get("status") for span in spans for r in rows(span) if r["table"] == "inventory"]
    assert stock == ["reserved", "sold"]


def test_the_provider_is_asked_by_the_function_that_settles(spans):
    asked = [span for span in spans if span.peer == "sandbox"]
    assert {span.service for span in asked} == {"settle_order"}
    assert [span.name.split("/")[-1] for span in asked] == ["payment_intents", "confirm"]


def test_each_feature_says_which_use_case_it_was(spans):
    place = next(span for span in spans if span.name == "orders.place")
    path = "stage3-serverless/chalicelib/orders/usecases.py"
    assert place.attributes["code.file.path"] == path


def test_nothing_says_who_the_buyer_is(spans):
    told = repr([span.attributes for span in spans])
    for secret in ("@", "Bearer", "pm_card", "sk_test", "London", "eyJ"):
        assert secret not in told


def test_the_functions_logs_tell_of_the_same_calls(traced):
    calls = [span.name for span in traced[1] if span.to == "provider"]
    assert calls == ["create", "confirm"]


def test_an_order_that_no_host_is_there_for_shows_each_start(traced):
    *_, stage, receiver = traced
    hosts.end(stage.run)
    _, trace_id = order.confirmed(stage)
    found = live.whole(receiver, trace_id)
    starts = {span.service: span for span in found if span.name == "init"}
    assert {"relay_orders", "settle_order"} <= set(starts)
    for span in starts.values():
        (waited,) = [each for each in found if each.id == span.parent_id]
        assert waited.service == span.service and span.end <= waited.start
