"""Events: none counts for another person, and what was counted names no person."""

import re

import pytest

from tests.contract.clicks import an_event, sent
from tests.contract.steps import accepted, refused

KEY = "0" * 32
OF_A_VISITOR = {
    "visitor": KEY,
    "key": KEY,
    "user_id": KEY,
    "person": KEY,
    "received_at": "2020-01-01T00:00:00.000Z",
    "__proto__": {"visitor": KEY},
}
ID = re.compile(r"[0-9a-f]{8}-[0-9a-f]{4}|[0-9a-f]{32}")


@pytest.mark.short
def test_nobody_says_whose_an_event_is(customer, anyone):
    for field, value in OF_A_VISITOR.items():
        for person in (customer, anyone):
            refused(person.post("/events", {"events": [an_event(**{field: value})]}), 422)
            body = {"events": [an_event()], field: value}
            refused(person.post("/events", body), 422)


@pytest.mark.short
def test_no_answer_shows_a_visitor_or_a_session(customer, staff):
    session = an_event()["session"]
    sent(customer, an_event(session=session))
    for path in ("/analytics/funnel", "/analytics/trending"):
        answer = staff.get(path)
        assert session not in answer.text and customer.id not in answer.text
        refused(customer.get(path), 403)
    assert not re.search("[0-9a-f]{32}", staff.get("/analytics/funnel").text)
    assert "key" not in accepted(customer.get(customer.path))


def test_the_metrics_grow_with_no_event(metrics, anyone):
    sent(anyone, *(an_event() for _ in range(100)))
    lines = [line for line in metrics().text.splitlines() if line.startswith("shop_clicks{")]
    assert not any(ID.search(line) for line in lines) and len(lines) <= 20
