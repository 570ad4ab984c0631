"""The variant grpc: its schema and its deadlines."""

import re
import time

import pytest
import sqlalchemy as sa
from google.protobuf import descriptor_pb2, descriptor_pool, message_factory

from shop_rules.errors import Unavailable

from .conftest import GRPC as OVERLAY


@pytest.fixture(scope="module")
def deadlines(added_by_grpc):
    return added_by_grpc("chassis.deadlines")


@pytest.fixture(scope="module")
def messages(added_by_grpc):
    return added_by_grpc("rpc.inventory_pb2")


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
