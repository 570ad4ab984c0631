"""The variant grpc: its schema, its deadlines, and, where gRPC is installed, its calls."""

import importlib
import re
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from threading import Event, Semaphore
from types import SimpleNamespace

import pytest
import sqlalchemy as sa
from google.protobuf import descriptor_pb2, descriptor_pool, message_factory

from shop_rules.errors import Conflict, NotFound, Unavailable
from spans import recording
from spans.span import CLIENT, SERVER
from tests.layout.house import ROOT

import chassis

OVERLAY = ROOT / "docs/variants/grpc/overlay/stage2-services"
NAMES = ("deadlines", "rpc_errors", "rpc_server", "rpc")


@pytest.fixture(scope="module")
def added():
    """Imports a module of the variant, beside those of the stage."""
    sys.path.append(str(OVERLAY))
    chassis.__path__.append(str(OVERLAY / "chassis"))
    yield importlib.import_module
    sys.path.remove(str(OVERLAY))
    chassis.__path__.remove(str(OVERLAY / "chassis"))
    for name in [name for name in sys.modules if name.split(".")[0] == "rpc"]:
        del sys.modules[name]
    for name in NAMES:
        if sys.modules.pop(f"chassis.{name}", None):
            delattr(chassis, name)


@pytest.fixture(scope="module")
def deadlines(added):
    return added("chassis.deadlines")


@pytest.fixture(scope="module")
def messages(added):
    return added("rpc.inventory_pb2")


@pytest.fixture
def line_of(messages):
    """line_of(change): the class Line as it is after change(its fields)."""

    def made(change):
        file = descriptor_pb2.FileDescriptorProto()
        messages.DESCRIPTOR.CopyToProto(file)
        (line,) = (each for each in file.message_type if each.name == "Line")
        change(line.field)
        pool = descriptor_pool.DescriptorPool()
        pool.Add(file)
        return message_factory.GetMessageClass(pool.FindMessageTypeByName("shop.inventory.v1.Line"))

    return made


def test_the_generated_code_is_that_of_the_schema(messages):
    text = (OVERLAY / "rpc/inventory.proto").read_text("utf-8")
    found = {
        name: dict(re.findall(r"(\w+) = (\d+);", fields))
        for name, fields in re.findall(r"^message (\w+) \{(.*?)\}$", text, re.M | re.S)
    }
    made = messages.DESCRIPTOR.message_types_by_name
    assert found == {
        name: {field.name: str(field.number) for field in message.fields}
        for name, message in made.items()
    }
    methods = re.findall(r"rpc (\w+)\((\w+)\) returns \((\w+)\)", text)
    assert methods == [
        (each.name, each.input_type.name, each.output_type.name)
        for each in messages.DESCRIPTOR.services_by_name["Inventory"].methods
    ]
    called = (OVERLAY / "inventory/rpc.py").read_text("utf-8")
    assert all(f'"{name}": (' in called and f"def {name}(" in called for name, *_ in methods)


def test_an_old_client_ignores_a_field_that_the_server_adds(messages, line_of):
    newer = line_of(lambda fields: fields.add(name="warehouse", number=3, type=9, label=1))
    sent = newer(product_id="p", quantity=2, warehouse="north").SerializeToString()
    old = messages.Line.FromString(sent)
    assert (old.product_id, old.quantity) == ("p", 2)
    again = newer.FromString(old.SerializeToString())
    assert again.warehouse == "north"  # it even passes on what it doesn't know
    assert newer.FromString(messages.Line(product_id="p").SerializeToString()).warehouse == ""


def test_an_old_client_takes_a_reused_number_for_what_it_was(messages, line_of):
    def reuse(fields):
        del fields[1]
        fields.add(name="weight_grams", number=2, type=3, label=1)

    sent = line_of(reuse)(product_id="p", weight_grams=750).SerializeToString()
    assert messages.Line.FromString(sent).quantity == 750  # and nothing complains


def test_a_call_waits_no_longer_than_its_caller(deadlines):
    assert deadlines.left(5) == 5
    with deadlines.working(deadlines.Work(2)):
        assert 1 < deadlines.left(5) <= 2
        with deadlines.working(deadlines.Work(deadlines.left(1))):
            assert 0 < deadlines.left(5) <= 1
    with deadlines.working(deadlines.Work(0)):
        assert deadlines.left(5) == 0
    with deadlines.working(deadlines.Work()):
        assert deadlines.left(5) == 5


def test_nothing_is_kept_for_a_caller_that_is_gone(deadlines):
    engine = sa.create_engine("sqlite://", poolclass=sa.StaticPool)
    table = sa.Table("t", sa.MetaData(), sa.Column("n", sa.Integer))
    deadlines.stop_statements(engine)

    def insert(stopped_before_commit=False):
        with engine.begin() as connection:
            connection.execute(sa.insert(table).values(n=1))
            if stopped_before_commit:
                work.stop()

    table.create(engine)
    work = deadlines.Work()
    with deadlines.working(work):
        insert()
        with pytest.raises(Unavailable):
            insert(stopped_before_commit=True)
        with pytest.raises(Unavailable):
            insert()
    with deadlines.working(deadlines.Work(0)), pytest.raises(Unavailable):
        insert()
    with engine.connect() as connection:
        assert connection.scalar(sa.select(sa.func.count()).select_from(table)) == 1


def test_the_statement_that_runs_is_canceled_and_no_later_one(deadlines):
    canceled, work = [], deadlines.Work()

    class Connection:
        def cancel_safe(self, timeout):
            canceled.append(self)
            work.runs(None) if len(canceled) == 2 else None  # the first came too early

    work._lock = deadlines.threading.RLock()  # here the statement ends in the canceling thread
    work.runs(Connection())
    work.stop()
    until = time.monotonic() + 10
    while len(canceled) < 2 and time.monotonic() < until:
        time.sleep(0.01)
    assert len(canceled) == 2
    with pytest.raises(Unavailable):
        work.runs(Connection())
    assert work._running is None


def test_the_statement_ends_only_after_a_cancel_under_way(deadlines):
    """Otherwise the cancel could reach the connection's next user."""

    class Watched(deadlines.Work):
        def __setattr__(self, name, value):
            changes = name == "_running" and value is not getattr(self, name, None)
            assert not changes or self._lock.locked(), "changed although a cancel may be under way"
            super().__setattr__(name, value)

    work = Watched()
    work.is_over = True  # after the check, and before the statement
    with pytest.raises(Unavailable):
        work.runs(object())
    assert work._running is None


@pytest.fixture
def inventory(added, monkeypatch):
    """(the variant's rpc.call of a method, what the method does), over a real connection."""
    grpc = pytest.importorskip("grpc", reason="make variant V=grpc installs it")
    rpc, server = added("chassis.rpc"), added("chassis.rpc_server")
    code, messages = added("rpc.inventory_pb2_grpc"), added("rpc.inventory_pb2")
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
def at_most_4(added, monkeypatch):
    pytest.importorskip("grpc", reason="make variant V=grpc installs it")
    monkeypatch.setattr(added("chassis.rpc_server"), "MOST", 4)


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
