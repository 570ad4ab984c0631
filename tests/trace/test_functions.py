"""The way of an order through the functions of stage 3, from the lines they wrote."""

import json

from . import cloudwatch, functions

TRACE = "4bf92f3577b34da6a3ce929d0e0e4736"
OTHER = "00f067aa0ba902b700f067aa0ba902b7"
PATH = "/api/v1/users/01a20c48-781e-7327-af3d-99f217e3941b/orders"
SETTLED = {"handler": "settle_order", "ms": 320.0}
TEAPOT, CUP = ({"product_id": name, "sk": "stock"} for name in ("teapot", "cup"))
REPORT = "REPORT RequestId: {}\tDuration: {} ms\tBilled Duration: 1 ms\tMemory Size: 512 MB\tMax …"


def a_line(seconds, event, trace=TRACE, **more):
    """seconds: after a certain moment."""
    line = {"time": f"2026-11-24T11:00:{seconds:06.3f}Z", "event": event, "trace_id": trace}
    return json.dumps(line | more)


def a_stream(function, *lines):
    words = ["START RequestId: a Version: $LATEST", *lines, "END RequestId: a"]
    return cloudwatch.read(function, [*words, REPORT.format("a", 350.5)])


def the_way():
    noted = {"handler": "note_stock", "ms": 10.0, "trace": OTHER}
    asked = a_line(11.1, "provider", call="create", ms=100)
    return [
        *a_stream("NoteStock", a_line(9.0, "event", key=TEAPOT, **noted)),
        *a_stream("APIHandler", a_line(10.1, "request", method="POST", path=PATH, ms=100.0)),
        *a_stream("RelayOrders", a_line(10.9, "event", handler="relay_orders", ms=50.0)),
        *a_stream("SettleOrder", asked, a_line(11.3, "event", **SETTLED)),
        *a_stream("NoteStock", a_line(11.4, "event", key=TEAPOT, **noted)),
        *a_stream("NoteStock", a_line(11.4, "event", key=CUP, **noted)),
    ]


def test_an_invocation_is_what_stands_between_its_start_and_its_report():
    (invocation,) = a_stream("SettleOrder", a_line(1, "event", **SETTLED), "not a line of ours")
    assert (invocation.milliseconds, invocation.megabytes) == (350.5, 512)
    assert [line["handler"] for line in invocation.lines] == ["settle_order"]


def test_one_that_has_not_ended_is_left_for_later():
    assert cloudwatch.read("Sweep", ["START RequestId: a Version: 1", a_line(1, "event")]) == []


def test_each_function_is_caused_by_the_one_that_told_it():
    found = functions.spans(the_way(), TRACE, {"teapot"})
    assert [(span.service, span.name, span.parent_id) for span in found] == [
        ("api", f"POST {PATH}", ""),
        ("relay_orders", "relay_orders", "api"),
        ("settle_order", "settle_order", "relay_orders"),
        ("settle_order", "create", "settle_order"),
        ("note_stock", "note_stock", "settle_order"),
    ]


def test_a_line_began_as_long_ago_as_it_says():
    api, *_ = functions.spans(the_way(), TRACE, {"teapot"})
    assert round(api.end - api.start, 3) == 0.1
