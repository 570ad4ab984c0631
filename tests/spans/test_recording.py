"""Which span is whose child, and what is not recorded at all."""

import pytest

from spans import messages, recording
from spans.span import CLIENT, CONSUMER, SERVER

TRACE, CALLER = "4bf92f3577b34da6a3ce929d0e0e4736", "00f067aa0ba902b7"
SENT = f"00-{TRACE}-{CALLER}-01"


def test_a_request_is_a_child_of_its_callers_span(ended):
    with recording.span("GET", SERVER, parent=SENT):
        with recording.step("read", CLIENT):
            pass
    inner, outer = ended
    assert (outer.trace_id, outer.parent_id) == (TRACE, CALLER)
    assert (inner.trace_id, inner.parent_id) == (TRACE, outer.span_id)
    assert outer.start <= inner.start <= inner.end <= outer.end


def test_what_is_sent_on_names_the_span_that_sends_it(ended):
    with recording.span("GET", SERVER, parent=SENT) as made:
        assert recording.traceparent() == f"00-{TRACE}-{made.span_id}-01"
    assert recording.traceparent() is None


@pytest.mark.parametrize(
    "sent",
    ["", "nonsense", f"00-{'0' * 32}-{CALLER}-01", f"00-{TRACE}-{'0' * 16}-01", SENT.upper(), None],
)
def test_a_malformed_traceparent_begins_a_new_trace(sent, ended):
    with recording.span("GET", SERVER, parent=sent):
        pass
    assert ended[0].parent_id == "" and ended[0].trace_id not in (TRACE, "0" * 32)


def test_a_traceparent_of_a_later_version_is_understood(ended):
    with recording.span("GET", SERVER, parent=f"01-{TRACE}-{CALLER}-01-more"):
        pass
    assert ended[0].trace_id == TRACE


def test_what_the_caller_does_not_sample_is_passed_on_and_not_recorded(ended):
    with recording.span("GET", SERVER, parent=f"00-{TRACE}-{CALLER}-00"):
        with recording.step("read"):
            assert recording.traceparent().endswith("-00")
    assert ended == []


def test_an_error_is_told_by_its_type_alone(ended):
    with pytest.raises(ValueError), recording.span("GET"):
        raise ValueError("ada@example.com")
    assert ended[0].error == "ValueError"
    assert "ada" not in repr(ended[0])


def test_a_request_that_is_asked_again_with_its_body_is_one_span(ended):
    class Needed(BaseException):
        pass

    with pytest.raises(Needed), recording.span("PUT"):
        raise Needed
    assert ended == []


def test_the_idle_round_of_a_loop_leaves_nothing(ended):
    with recording.step("read"), recording.database("due", "sqlite") as made:
        assert made is None
    recording.note("shop.cache", "hit")
    assert ended == []


def test_before_it_begins_nothing_is_made():
    with recording.span("GET", SERVER, parent=SENT) as made:
        assert made is None and recording.traceparent() is None


def test_a_span_works_for_the_use_case_that_the_one_around_it_names(ended):
    code = {"code.file.path": "orders/usecases.py", "code.function.name": "place"}
    with recording.span("orders.place", attributes=code), recording.database("place", "sqlite"):
        pass
    assert ended[0].attributes == {**code, "db.system.name": "sqlite"}


def test_a_message_without_a_trace_goes_on_with_the_one_that_is_read(ended):
    with recording.span("process stock", CONSUMER), recording.step("catalog.note_stock"):
        with recording.step("GetItem"):
            messages.adopt(SENT)
        with recording.step("note_stock"):
            messages.adopt(f"00-{'f' * 32}-{CALLER}-01")  # too late, and not asked for
    assert {span.trace_id for span in ended} == {TRACE}
    assert ended[-1].parent_id == CALLER


def test_a_request_has_the_trace_of_its_caller_and_adopts_none(ended):
    with recording.span("GET", SERVER):
        messages.adopt(SENT)
    assert ended[0].trace_id != TRACE


def test_a_replay_is_told_by_the_request_as_well(ended):
    with recording.span("POST", SERVER), recording.step("orders.place"), recording.step("x"):
        recording.replayed()
    said = {span.name: span.attributes.get("shop.replayed") for span in ended}
    assert said == {"x": True, "orders.place": None, "POST": True}
