"""The calls of the variant grpc, over a real connection. They need gRPC, which it installs."""

import sys
import time
from concurrent.futures import ThreadPoolExecutor
from threading import Event, Semaphore
from types import SimpleNamespace

import pytest

from shop_rules.errors import Conflict, NotFound, Unavailable
from spans import recording
from spans.span import CLIENT, SERVER


@pytest.fixture(scope="module")
def deadlines(added_by_grpc):
    return added_by_grpc("chassis.deadlines")


@pytest.fixture
def inventory(added_by_grpc, monkeypatch):
    """(the variant's rpc.call of a method, what the method does), over a real connection."""
    grpc = pytest.importorskip("grpc", reason="make variant V=grpc installs it")
    rpc, server = added_by_grpc("chassis.rpc"), added_by_grpc("chassis.rpc_server")
    code, messages = added_by_grpc("rpc.inventory_pb2_grpc"), added_by_grpc("rpc.inventory_pb2")
    does = {}

    class Servicer(code.InventoryServicer):
        def Sell(self, request, context):
            does["sell"](request, context)
            return messages.SellResponse()

    monkeypatch.setattr(rpc.service_tokens, "made", lambda to: f"for {to}")
    monkeypatch.setattr(server.service_tokens, "check", lambda *told: does.setdefault("told", told))
    monkeypatch.setattr(rpc.discovery, "addresses", lambda _: ["http://127.0.0.1:1"])
    monkeypatch.setattr(rpc, "target", lambda *_: f"127.0.0.1:{server.port()}")
    monkeypatch.setattr(rpc, "PAUSE_SECONDS", 0)
    rpc._channels.clear()

    def register(to):
        code.add_InventoryServicer_to_server(Servicer(), to)

    server.start(register, {"Sell": ("orders",)}, {KeyError: lambda _: Conflict("A race.")})
    yield (
        lambda: rpc.call("inventory", code.InventoryStub, "Sell", messages.SellRequest()),
        does,
        grpc,
    )
    server._running[0].stop(0).wait(10)
    rpc._channels.clear()


def test_a_refusal_is_the_same_error_at_the_caller(inventory):
    call, does, _ = inventory

    def refuse(error):
        def sell(*_):
            raise error

        does["sell"] = sell
        with pytest.raises(Exception) as caught:
            call()
        return type(caught.value), str(caught.value)

    assert refuse(NotFound("No such order.")) == (NotFound, "No such order.")
    assert refuse(KeyError("x")) == (Conflict, "A race.")
    assert refuse(Unavailable("Busy.")) == (Unavailable, "inventory is unavailable.")
    assert does["told"] == ("for inventory", ("orders",))


def test_a_call_without_time_left_asks_nothing_and_counts_against_nothing(inventory, deadlines):
    call, does, _ = inventory
    does["sell"] = lambda *_: None
    breaker = sys.modules["chassis.rpc"]._breakers["inventory"]
    breaker.note(answered=True)
    with deadlines.working(deadlines.Work(0)), pytest.raises(Unavailable):
        call()
    assert breaker._failures == 0 and "told" not in does


def test_a_copy_of_an_older_release_without_the_method_does_not_count_as_down(inventory):
    rpc = sys.modules["chassis.rpc"]
    rpc._breakers["inventory"].note(answered=True)

    def newer(channel):
        return SimpleNamespace(New=channel.unary_unary("/shop.inventory.v1.Inventory/New"))

    with pytest.raises(Unavailable):
        rpc.call("inventory", newer, "New", b"")
    assert rpc._breakers["inventory"]._failures == 0


@pytest.fixture
def at_most_4(added_by_grpc, monkeypatch):
    pytest.importorskip("grpc", reason="make variant V=grpc installs it")
    monkeypatch.setattr(added_by_grpc("chassis.rpc_server"), "MOST", 4)


def test_a_server_with_enough_to_do_refuses_at_once_and_does_not_count_as_down(
    at_most_4, inventory
):
    """Otherwise a call would wait in line until its caller has given up."""
    call, does, _ = inventory
    rpc, begun, go_on = sys.modules["chassis.rpc"], Semaphore(0), Event()
    rpc._breakers["inventory"].note(answered=True)

    def sell(*_):
        begun.release()
        go_on.wait(30)

    does["sell"] = sell
    with ThreadPoolExecutor(4) as callers:
        try:
            under_way = [callers.submit(call) for _ in range(4)]
            assert all(begun.acquire(timeout=10) for _ in range(4))
            before = dict(rpc._channels)
            with pytest.raises(Unavailable, match="inventory is unavailable") as refused:
                call()
            assert refused.value.headers == {"Retry-After": "1"}
            assert rpc._breakers["inventory"]._failures == 0  # a refusal is an answer
            assert rpc._channels == before  # over the same connection
        finally:
            go_on.set()
        assert all(each.result() is not None for each in under_way)


def test_a_call_is_two_spans_of_one_trace(inventory):
    call, does, _ = inventory
    does["sell"] = lambda *_: None
    ended = []
    recording.begin(ended.append)
    try:
        with recording.span("settle"):
            call()
        until = time.monotonic() + 10
        while len(ended) < 3 and time.monotonic() < until:
            time.sleep(0.01)
    finally:
        recording.begin(None)
    found = {each.kind: each for each in ended}
    client, server = found[CLIENT], found[SERVER]
    assert (server.trace_id, server.parent_id) == (client.trace_id, client.span_id)
    assert client.attributes["peer.service"] == "inventory"
    assert client.attributes["rpc.method"] == server.attributes["rpc.method"] == "Sell"


def test_the_deadline_travels_and_the_work_for_a_caller_that_gave_up_stops(
    inventory, deadlines, monkeypatch
):
    call, does, _ = inventory
    seen = []

    def sell(_, context):
        seen.append(deadlines.left(5))
        until = time.monotonic() + 10
        while context.is_active() and time.monotonic() < until:
            time.sleep(0.01)
        try:
            deadlines._current.get().check()
        except Unavailable as error:
            seen.append(str(error))
            raise

    does["sell"] = sell
    with deadlines.working(deadlines.Work(0.3)), pytest.raises(Unavailable, match="in time"):
        call()
    until = time.monotonic() + 10
    while len(seen) < 2 and time.monotonic() < until:
        time.sleep(0.01)
    assert 0 < seen[0] <= 0.3 and seen[1:] == ["The caller has given up."]
