"""What is sent and processed, and in which trace."""

from shop_rules import ids
from spans import messages, orders, recording
from spans.span import CONSUMER, PRODUCER

ORDER = ids.new_id()


def test_what_is_processed_is_a_child_of_what_was_sent(ended):
    with recording.span("request"), messages.sent("celery", "settle", {"order_id": ORDER}):
        carried = recording.traceparent()
    with messages.processed("celery", "settle", {"order_id": ORDER}, carried, tries=3):
        pass
    sent, request, processed = ended
    assert (sent.kind, processed.kind) == (PRODUCER, CONSUMER)
    assert (processed.trace_id, processed.parent_id) == (request.trace_id, sent.span_id)
    assert processed.attributes == {
        "messaging.system": "celery",
        "messaging.destination.name": "settle",
        "messaging.operation.type": "process",
        "shop.order_id": ORDER,
        "shop.retry": 2,
    }


def test_what_a_sweep_sends_again_begins_a_trace_with_a_link_to_the_orders(ended):
    with recording.span("request", attributes={"shop.order_id": ORDER}) as request:
        orders.remember(request)
    with messages.sent("outbox", "settle", {"order_id": ORDER}):
        pass
    again = ended[-1]
    assert again.parent_id == "" and again.trace_id != request.trace_id
    assert again.links == ((request.trace_id, request.span_id),)


def test_off_it_is_carried_on_without_a_span():
    with messages.sent("celery", "settle", {}), messages.processed("celery", "settle", {}, None):
        assert recording.traceparent() is None
