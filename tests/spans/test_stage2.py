"""Services that run: one order leaves one trace, through everything that works on it."""

import pytest

from spans.tree import rows
from tests.trace import live, mermaid

WAY = {"gateway", "orders", "cart", "catalog", "orders-worker", "inventory", "payments"}
WAY |= {"notifications", "catalog-worker"}


@pytest.fixture(scope="module")
def spans():
    with live.traced_stage("2") as stage:
        return live.placed(*stage)


def only(spans, service, name):
    (found,) = [span for span in spans if (span.service, span.name) == (service, name)]
    return found


def test_the_trace_holds_every_service_that_works_on_an_order(spans):
    assert {span.service for span in spans} == WAY


def test_only_the_buyers_own_request_has_no_parent(spans, by_id):
    above = [span for span in spans if span.parent_id not in by_id]
    assert [(span.service, span.kind) for span in above] == [("gateway", "SERVER")]


def test_a_service_answers_within_the_span_that_asked_it(spans, by_id):
    answers = [span for span in spans if span.kind == "SERVER" and span.parent_id in by_id]
    for span in answers:
        asked = by_id[span.parent_id]
        assert (asked.kind, asked.attributes["peer.service"]) == ("CLIENT", span.service)
        assert asked.attributes["http.response.status_code"] < 300
    assert len(answers) >= 6


def test_a_neighbour_is_asked_with_a_breaker_and_no_retry(spans):
    charge = next(span for span in spans if span.peer == "payments")
    assert charge.attributes["shop.breaker"] == "closed" and charge.attributes["shop.retry"] == 0


def test_the_work_after_the_answer_goes_by_outbox_and_queue(spans, by_id):
    settle = only(spans, "orders-worker", "process orders.settle")
    assert settle.kind == "CONSUMER" and settle.attributes["messaging.system"] == "celery"
    sent, noted, transaction = list(live.ancestors(settle, by_id))[:3]
    assert (sent.service, sent.kind) == ("orders-worker", "PRODUCER")
    assert noted.attributes["messaging.system"] == "outbox"
    assert (transaction.service, transaction.name) == ("orders", "place_order")
    assert {"outbox", "orders"} <= {row["table"] for row in rows(transaction)}


def test_events_reach_their_followers_by_streams(spans):
    told = {(s.service, s.came_by) for s in spans if s.kind == "CONSUMER"}
    assert told >= {("notifications", "orders"), ("catalog-worker", "orders")}
    assert ("catalog-worker", "stock") in told


def test_the_provider_is_asked_as_part_of_the_settling(spans, by_id):
    asked = [span for span in spans if span.peer == "sandbox"]
    assert [span.name.split("/")[-1] for span in asked] == ["payment_intents", "confirm"]
    for span in asked:
        assert "orders.settle" in [above.name for above in live.ancestors(span, by_id)]


def test_the_order_is_seen_pending_and_then_confirmed(spans):
    told = [row for span in spans for row in rows(span) if row["table"] == "orders"]
    assert [row["status"] for row in told if "status" in row] == ["pending", "confirmed"]
    order_ids = {s.attributes["shop.order_id"] for s in spans if "shop.order_id" in s.attributes}
    assert len(order_ids) == 1


def test_the_cart_is_kept_in_valkey_and_its_key_is_not_told(spans):
    kept = [s for s in spans if s.service == "cart" and "db.system.name" in s.attributes]
    assert {s.attributes["db.system.name"] for s in kept} == {"redis"}
    assert {row["table"] for s in kept for row in rows(s)} == {"cart"}
    assert not [row for s in kept for row in rows(s) if "key" in row]


def test_each_feature_says_which_use_case_it_was(spans):
    charge = only(spans, "payments", "payments.charge")
    assert charge.attributes["code.file.path"] == "stage2-services/payments/usecases.py"


def test_the_diagram_tells_requests_from_messages(spans):
    drawn = "\n".join(mermaid.lines(spans, "a machine"))
    assert "gateway->>orders: POST /users/… /orders" in drawn
    assert "orders--)orders_worker: orders.settle (celery)" in drawn
    assert "orders_worker--)notifications: orders (redis streams)" in drawn
