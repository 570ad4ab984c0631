"""The search for an order in logs, on logs written by hand."""

import pytest

from .harder_to_debug import Way, snake, texts

LOGS = {"api": "trace-1 order-1", "relay_orders": "trace-1", "note_stock": "trace-2", "sweep": ""}
WAY = Way({"api", "relay_orders", "note_stock", "worker"}, LOGS, "trace-1", "order-1")


def test_only_those_who_worked_on_it_can_tell_of_it():
    assert WAY.told_of(WAY.trace_id) == {"api", "relay_orders"}
    assert WAY.told_of(WAY.order_id) == {"api"}


def test_who_worked_on_it_and_does_not_say_so_is_silent():
    assert WAY.silent == ["note_stock", "worker"]


@pytest.mark.parametrize(
    "deployed, written",
    [("APIHandler", "api"), ("RelayOrders", "relay_orders"), ("Sweep", "sweep")],
)
def test_a_function_is_called_as_it_is_written(deployed, written):
    assert snake(deployed) == written


def test_all_a_function_wrote_is_one_text():
    class Invocation:
        function, lines = "NoteStock", ({"key": "a"},)

    assert texts([Invocation, Invocation]) == {"note_stock": "{'key': 'a'}{'key': 'a'}"}
